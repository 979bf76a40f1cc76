//! How fast the store imports, starts and rebuilds: `cargo xtask bench keep [PUPILS]`.
//!
//! Imports a made-up folder of three school years and compares with what the bare driver inserts into the same table in
//! the same run; then starts from the snapshot, rebuilds from the tables, and looks after a change of the roster. With
//! `NAERVAER_TEST_POSTGRES` also there.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use access::{Actor, Spot, act, may, on, scope};
use intake::open_folder::{self, OpenFolder, OpenFolderFiles};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use store::{CprKeys, FixedClock, ImportRequest, Setup, Store};

type Failure = Box<dyn std::error::Error>;

const TODAY: Date = Date::constant(2026, 6, 25);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let pupils = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(50_000);
    let folder = made_up(pupils)?;
    println!("{pupils} pupils, {} marks in three school years", folder.marks.len());
    let file = std::env::temp_dir().join(format!("naervaer-bench-{}.sqlite", std::process::id()));
    measure("SQLite", &format!("sqlite:{}", file.display()), &folder).await?;
    for ending in ["", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    if let Ok(server) = std::env::var("NAERVAER_TEST_POSTGRES") {
        let schema = format!("bench_{}", std::process::id());
        let admin = sqlx::PgPool::connect(&server).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
            .execute(&admin)
            .await?;
        measure(
            "PostgreSQL",
            &format!("{server}?options=-c%20search_path%3D{schema}"),
            &folder,
        )
        .await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE")))
            .execute(&admin)
            .await?;
    }
    Ok(())
}

async fn open(address: &str) -> Result<Store, Failure> {
    let zone = TimeZone::get("Europe/Copenhagen")?;
    let clock = Arc::new(FixedClock::new("2026-06-25T08:00:00Z".parse()?));
    let keys = CprKeys::from_bytes(&[7; 32])?;
    Ok(Store::open(Setup {
        address: address.to_owned(),
        clock,
        zone,
        keys,
    })
    .await?)
}

async fn measure(name: &str, address: &str, folder: &OpenFolder) -> Result<(), Failure> {
    let store = open(address).await?;
    let permit = may::<act::Create, on::Import>(&Actor::operator(), &Spot::Municipality, TODAY)?;
    let all = scope::<act::List, on::PupilAttendance>(&Actor::operator(), TODAY)?;
    let empty = OpenFolder {
        marks: Vec::new(),
        ..folder.clone()
    };
    let request = ImportRequest {
        also_here: true,
        ..ImportRequest::additions("bench", "folder", b"")
    };
    let begun = Instant::now();
    store.import_folder(&permit, &request, &empty).await?;
    println!(
        "{name}: schools, classes and pupils in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let begun = Instant::now();
    let counts = store.import_folder(&permit, &request, folder).await?.counts;
    let ours = counts.marks as f64 / begun.elapsed().as_secs_f64();
    let bare = bare(address, folder.marks.len()).await?;
    println!(
        "{name}: import {ours:.0} marks/s, bare driver {bare:.0} rows/s, {:.0} %",
        100.0 * ours / bare
    );
    let begun = Instant::now();
    store.planes_rebuild().await?;
    println!(
        "{name}: rebuild from the tables in {:.2} s",
        begun.elapsed().as_secs_f64()
    );
    store.planes_snapshot().await?;
    store.close().await;
    let begun = Instant::now();
    let store = open(address).await?;
    let seen = store.seen(&all).await?.len();
    println!(
        "{name}: start from the snapshot in {:.2} s ({seen} pupils)",
        begun.elapsed().as_secs_f64()
    );
    // A class of this school year is said to be new, and a pupil gets another name by a file; then somebody looks.
    let setup = may::<act::Change, on::SchoolSetup>(&Actor::operator(), &Spot::Municipality, TODAY)?;
    let class = store.roster().await?.classes().last().map(|class| class.id);
    store.class_before_set(&setup, class.ok_or("no class")?, None).await?;
    let begun = Instant::now();
    store.seen(&all).await?;
    println!(
        "{name}: the first look after a change of one class in {:.3} s",
        begun.elapsed().as_secs_f64()
    );
    let mut renamed = empty;
    let one = renamed.pupils.first_mut().ok_or("no pupil")?;
    one.family_name.push_str("-Ny");
    store.import_folder(&permit, &request, &renamed).await?;
    let begun = Instant::now();
    store.seen(&all).await?;
    println!(
        "{name}: the first look after a change of one pupil in {:.3} s",
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Rows a second that the driver alone inserts into a table like the log of marks.
async fn bare(address: &str, rows: usize) -> Result<f64, Failure> {
    let columns = "position, pupil_id, day, note, kind, recorded_at, noted_at, minutes, local_code, noted_by, recorded_by, \
                   reason, import_id, replaces";
    if address.starts_with("sqlite") {
        let pool = sqlx::SqlitePool::connect(address).await?;
        let make = "CREATE TABLE bare (position INTEGER NOT NULL PRIMARY KEY, pupil_id BLOB NOT NULL REFERENCES pupils (id), \
                    day TEXT NOT NULL, note TEXT NOT NULL, kind TEXT NOT NULL, recorded_at INTEGER NOT NULL, \
                    noted_at INTEGER, minutes INTEGER, local_code TEXT, noted_by TEXT, recorded_by BLOB, reason TEXT, \
                    import_id BLOB, replaces INTEGER) STRICT; \
                    CREATE INDEX bare_pupil ON bare (pupil_id, day); CREATE INDEX bare_import ON bare (import_id)";
        sqlx::raw_sql(make).execute(&pool).await?;
        let pupils: Vec<(uuid::Uuid,)> = sqlx::query_as("SELECT id FROM pupils").fetch_all(&pool).await?;
        let begun = Instant::now();
        let mut work = pool.begin_with("BEGIN IMMEDIATE").await?;
        let mut position = 0i64;
        while position < i64::try_from(rows)? {
            let mut insert = sqlx::QueryBuilder::new(format!("INSERT INTO bare ({columns}) "));
            insert.push_values(0..1000, |mut row, _| {
                let at = usize::try_from(position).unwrap_or(0);
                let pupil = pupils.get(at % pupils.len()).map(|p| p.0);
                row.push_bind(position)
                    .push_bind(pupil)
                    .push_bind("2026-01-05")
                    .push_bind("day")
                    .push_bind("illness");
                row.push_bind(1_767_600_000_000_000i64)
                    .push_bind(1_767_600_000_000_000i64);
                row.push_bind(None::<i64>)
                    .push_bind(None::<String>)
                    .push_bind(None::<String>)
                    .push_bind(None::<uuid::Uuid>);
                row.push_bind(None::<String>).push_bind(pupil).push_bind(None::<i64>);
                position += 1;
            });
            insert.build().execute(&mut *work).await?;
        }
        work.commit().await?;
        return Ok(rows as f64 / begun.elapsed().as_secs_f64());
    }
    let pool = sqlx::PgPool::connect(address).await?;
    let make = "CREATE TABLE bare (LIKE marks INCLUDING ALL); ALTER TABLE bare ADD FOREIGN KEY (pupil_id) REFERENCES pupils (id)";
    sqlx::raw_sql(make).execute(&pool).await?;
    let pupils: Vec<(uuid::Uuid,)> = sqlx::query_as("SELECT id FROM pupils").fetch_all(&pool).await?;
    let begun = Instant::now();
    let mut work = pool.begin().await?;
    let mut copy = work.copy_in_raw(&format!("COPY bare ({columns}) FROM STDIN")).await?;
    let mut text = String::new();
    for position in 0..rows {
        let pupil = pupils
            .get(position % pupils.len())
            .map_or_else(String::new, |p| p.0.to_string());
        writeln!(
            text,
            "{position}\t{pupil}\t2026-01-05\tday\tillness\t1767600000000000\t1767600000000000\t\\N\t\\N\t\\N\t\\N\t\\N\t{pupil}\t\\N"
        )?;
        if text.len() > 1 << 20 {
            copy.send(std::mem::take(&mut text).as_bytes()).await?;
        }
    }
    copy.send(text.as_bytes()).await?;
    copy.finish().await?;
    work.commit().await?;
    Ok(rows as f64 / begun.elapsed().as_secs_f64())
}

/// Three school years of schools with 500 pupils each; about 21 marks a pupil and year.
fn made_up(pupils: usize) -> Result<OpenFolder, Failure> {
    let mut schools = "school_id,name,calendar_id\n".to_owned();
    let mut calendars = "calendar_id,date\n".to_owned();
    let mut classes = "class_id,school_id,name,grade,school_year\n".to_owned();
    let mut people = "pupil_id,given_name,family_name\n".to_owned();
    let mut stays = "pupil_id,class_id,from,to\n".to_owned();
    let mut marks = "pupil_id,date,note,kind,noted_at\n".to_owned();
    let years = [2023, 2024, 2025];
    let mut days = Vec::new();
    for year in years {
        let mut day = date(year, 8, 12);
        while day <= date(year + 1, 6, 25) {
            let week_day = day.weekday().to_monday_zero_offset() < 5;
            if week_day
                && !(day.month() == 10 && (12..=18).contains(&day.day()))
                && !(day.month() == 12 && day.day() > 20)
                && !(day.month() == 2 && (10..=16).contains(&day.day()))
            {
                writeln!(calendars, "c,{day}")?;
                days.push(day);
            }
            day = day.tomorrow()?;
        }
    }
    for school in 0..pupils.div_ceil(500) {
        writeln!(schools, "s{school},Skole {school},c")?;
        for (class, year) in (0..20).flat_map(|c| years.map(|y| (c, y))) {
            writeln!(
                classes,
                "s{school}k{class}y{year},s{school},{}. a,{},{year}/{}",
                class / 2,
                class / 2,
                year + 1
            )?;
        }
    }
    for pupil in 0..pupils {
        let (school, class) = (pupil / 500, pupil % 20);
        writeln!(people, "p{pupil},Navn{pupil},Efternavn{}", pupil % 977)?;
        for year in years {
            writeln!(
                stays,
                "p{pupil},s{school}k{class}y{year},{year}-08-01,{}-07-31",
                year + 1
            )?;
        }
        for mark in 0..63 {
            let at = (pupil * 7 + mark * 9 + mark * mark % 5) % days.len();
            let day = days.get(at).copied().unwrap_or(TODAY);
            writeln!(
                marks,
                "p{pupil},{day},day,{},{day}T06:10:00Z",
                ["illness", "leave", "unlawful"][mark % 3]
            )?;
        }
    }
    let reading = open_folder::read(OpenFolderFiles {
        schools: Some(schools.as_bytes()),
        calendars: Some(calendars.as_bytes()),
        classes: Some(classes.as_bytes()),
        pupils: Some(people.as_bytes()),
        enrolments: Some(stays.as_bytes()),
        marks: Some(marks.as_bytes()),
        partials: None,
        notings: None,
    });
    Ok(reading.importable().map_err(|p| p.report(intake::Lang::English, 10))?.0)
}
