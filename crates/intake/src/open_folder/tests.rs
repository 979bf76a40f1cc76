use super::*;
use crate::problem::{Lang, Severity};
use attendance::SlotState::{Absent, Clear, Short};
use jiff::civil::date;
use proptest::prelude::*;

/// A small folder whose files a test can change.
#[derive(Clone)]
struct Folder(BTreeMap<&'static str, Vec<u8>>);

const DAYS: &str = "calendar_id,date\nk1,2026-08-10\nk1,2026-08-11\nk1,2026-08-12\nk1,2026-08-13\nk1,2026-08-14\n";

impl Folder {
    fn new() -> Self {
        let mut folder = Self(BTreeMap::new());
        folder
            .put(SCHOOLS, "school_id,name,calendar_id\ns1,Engskolen,k1\n")
            .put(CALENDARS, DAYS)
            .put(
                CLASSES,
                "class_id,school_id,name,grade,school_year\nc3,s1,3. a,3,2026/2027\nc8,s1,8. b,8,\n",
            )
            .put(
                PUPILS,
                "pupil_id,given_name,family_name\np1,Bo,Ægir\np2,Ane,\"Holm, den yngre\"\n",
            )
            .put(
                ENROLMENTS,
                "pupil_id,class_id,from,to\np1,c3,2026-08-01,\np2,c8,2026-08-01,2027-07-31\n",
            )
            .put(MARKS, "pupil_id,date,note,kind\n")
            .put(NOTINGS, "class_id,date,note\n");
        folder
    }

    fn put(&mut self, file: &'static str, text: &str) -> &mut Self {
        self.0.insert(file, text.as_bytes().to_vec());
        self
    }

    fn add(&mut self, file: &'static str, text: &str) -> &mut Self {
        self.0.entry(file).or_default().extend_from_slice(text.as_bytes());
        self
    }

    fn without(&mut self, file: &'static str) -> &mut Self {
        self.0.remove(file);
        self
    }

    fn read(&self) -> Reading<OpenFolder> {
        read(OpenFolderFiles::by_name(|name| self.0.get(name).map(Vec::as_slice)))
    }

    fn rows(&self) -> OpenFolder {
        let reading = self.read();
        let report = reading.problems.report(Lang::English, 9);
        reading.importable().unwrap_or_else(|_| panic!("{report}")).0
    }

    /// What is wrong, as `file:line:column:code`.
    fn wrong(&self) -> Vec<String> {
        let reading = self.read();
        reading
            .problems
            .kept()
            .iter()
            .map(|p| {
                let line = p.line.map(|l| l.to_string()).unwrap_or_default();
                format!("{}:{line}:{}:{}", p.file, p.column, p.kind.code())
            })
            .collect()
    }
}

fn copenhagen() -> TimeZone {
    TimeZone::get("Europe/Copenhagen").unwrap()
}

fn days(register: &Register, pupil: PupilIx) -> Vec<(Date, SlotState, SlotState)> {
    let track = register
        .track(pupil, date(2026, 8, 14), attendance::DayWeight::Half)
        .unwrap();
    (0..track.so_far())
        .filter_map(|at| track.view(at))
        .map(|d| (d.date, d.start, d.end))
        .collect()
}

fn state(folder: &OpenFolder, pupil: u32, day: i8, slot: Slot) -> SlotState {
    let register = folder.register(None).unwrap();
    let found = days(&register, PupilIx::new(pupil))
        .into_iter()
        .find(|(d, ..)| *d == date(2026, 8, day))
        .unwrap();
    match slot {
        Slot::Start => found.1,
        Slot::End => found.2,
    }
}

#[test]
fn a_sound_folder_has_no_problem() {
    assert_eq!(Folder::new().wrong(), Vec::<String>::new());
    let crlf = Folder(
        Folder::new()
            .0
            .into_iter()
            .map(|(name, bytes)| {
                let text = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
                (name, format!("\u{feff}{text}").into_bytes())
            })
            .collect(),
    );
    let rows = crlf.rows();
    assert_eq!(rows.pupils.get(1).unwrap().family_name, "Holm, den yngre");
    assert_eq!(rows, Folder::new().rows());
}

#[test]
fn a_missing_notings_file_is_one_warning() {
    let mut folder = Folder::new();
    assert_eq!(folder.without(NOTINGS).wrong(), ["notings.csv:::notings_missing"]);
    assert_eq!(
        folder.rows().register(None).unwrap().noting_source(),
        NotingSource::UpToLastMark
    );
}

#[test]
fn every_missing_required_file_is_named_and_nothing_else() {
    let nothing = Folder(BTreeMap::new());
    assert_eq!(
        nothing.wrong(),
        [
            "calendars.csv:::file_missing",
            "classes.csv:::file_missing",
            "enrolments.csv:::file_missing",
            "marks.csv:::file_missing",
            "pupils.csv:::file_missing",
            "schools.csv:::file_missing",
            "notings.csv:::notings_missing",
        ]
    );
    for file in [SCHOOLS, CALENDARS, CLASSES, PUPILS, ENROLMENTS, MARKS] {
        let mut folder = Folder::new();
        folder.add(MARKS, "p1,2026-08-11,day,illness\n");
        assert_eq!(folder.without(file).wrong(), [format!("{file}:::file_missing")]);
    }
}

#[test]
fn all_problems_are_told_of_at_once() {
    let mut folder = Folder::new();
    folder
        .add(SCHOOLS, "s1,Igen,k1\ns2,Skovskolen,k9\n")
        .add(CALENDARS, "k1,2026-08-10\nk1,2026-02-30\nk1,1899-08-10\n")
        .add(CLASSES, "c4,s9,4. a,4,\nc5,s1,5. a,11,\nc6,s1,6. a,6,2026/2028\n")
        .add(PUPILS, "p1,Bo,Ægir\n,Uden,Id\n")
        .add(
            ENROLMENTS,
            "p1,c3,2026-09-01,\np2,c9,2028-08-01,\np9,c3,2026-08-01,\np2,c8,2028-08-01,2028-07-31\n",
        )
        .put(MARKS, "pupil_id,date,note,kind,minutes,noted_at,farve\n")
        .add(MARKS, "p1,2026-08-11,morgen,syg,,,\n")
        .add(MARKS, "p1,11-08-2026,day,illness,,2026-08-11 07:00,\n")
        .add(MARKS, "p9,2026-08-11,day,illness,,,\n")
        .add(MARKS, "p2,2026-08-11,start,late,9999,,\n")
        .add(MARKS, "p2,2999-08-11,start,late,9,,\n")
        .add(MARKS, "p2,2026-08-11,day\n")
        .add(MARKS, "p2,2026-08-11,\"day,illness,,,\n")
        .add(NOTINGS, "c9,2026-08-11,start\n");
    assert_eq!(
        folder.wrong(),
        [
            "calendars.csv:7:date:duplicate_key",
            "calendars.csv:8:date:not_a_date",
            "calendars.csv:9:date:implausible_date",
            "classes.csv:4:school_id:unknown_id",
            "classes.csv:5:grade:not_a_number",
            "classes.csv:6:school_year:not_a_school_year",
            "enrolments.csv:4:pupil_id:overlap",
            "enrolments.csv:5:class_id:unknown_id",
            "enrolments.csv:7:to:ends_before_start",
            "marks.csv:2:kind:unknown_word",
            "marks.csv:2:note:unknown_word",
            "marks.csv:3:date:not_a_date",
            "marks.csv:3:noted_at:not_an_instant",
            "marks.csv:5:minutes:not_a_number",
            "marks.csv:6:date:implausible_date",
            "marks.csv:7::field_count",
            "marks.csv:8::broken_quotes",
            "notings.csv:2:class_id:unknown_id",
            "pupils.csv:4:pupil_id:duplicate_key",
            "pupils.csv:5:pupil_id:value_missing",
            "schools.csv:3:school_id:duplicate_key",
            "schools.csv:4:calendar_id:unknown_id",
            "marks.csv:1:farve:column_unknown",
        ]
    );
    assert_eq!(folder.read().rows, OpenFolder::default());
}

#[test]
fn missing_and_doubled_columns_are_errors() {
    let mut folder = Folder::new();
    folder.put(MARKS, "pupil_id,date,date,note\np1,2026-08-11,2026-08-11,day\n");
    assert_eq!(
        folder.wrong(),
        ["marks.csv:1:date:column_twice", "marks.csv:1:kind:column_missing"]
    );
}

#[test]
fn an_unreadable_file_is_one_problem() {
    for (bytes, code) in [
        (&b""[..], "unreadable"),
        (&b"\xEF\xBB\xBF"[..], "unreadable"),
        (&[0u8; 4096][..], "unreadable"),
        (&b"PK\x03\x04\x00\x00"[..], "unreadable"),
        (&b"\xFF\xFEp\x00u\x00"[..], "unreadable"),
    ] {
        let mut folder = Folder::new();
        folder.0.insert(PUPILS, bytes.to_vec());
        assert_eq!(folder.wrong(), [format!("pupils.csv:::{code}")]);
    }
}

#[test]
fn a_line_that_is_not_utf8_is_told_of_and_its_pupil_is_not_unknown() {
    let mut folder = Folder::new();
    folder
        .0
        .entry(PUPILS)
        .or_default()
        .extend_from_slice(b"p3,S\xF8ren,Holm\n");
    folder
        .add(ENROLMENTS, "p3,c3,2026-08-01,\n")
        .add(MARKS, "p3,2026-08-11,day,illness\n");
    assert_eq!(folder.wrong(), ["pupils.csv:4::not_utf8"]);
}

#[test]
fn a_quarter_with_more_than_64_school_days_is_an_error_and_a_used_calendar_needs_days() {
    let mut folder = Folder::new();
    for day in date(2026, 10, 1).series(jiff::Span::new().days(1)).take(66) {
        folder.add(CALENDARS, &format!("k1,{day}\n"));
    }
    assert_eq!(folder.wrong(), ["calendars.csv:71:date:too_many_days"]);
    let mut folder = Folder::new();
    folder.put(CALENDARS, "calendar_id,date\n");
    assert_eq!(folder.wrong(), ["schools.csv:2:calendar_id:unknown_id"]);
}

#[test]
fn marks_that_do_not_count_are_warnings_and_leave_the_register_alone() {
    let mut folder = Folder::new();
    folder
        .add(MARKS, "p1,2026-08-15,day,illness\n")
        .add(MARKS, "p2,2027-08-10,day,illness\n")
        .add(MARKS, "p1,2026-07-31,day,illness\n")
        .add(MARKS, "p1,2026-08-11,end,illness\n")
        .add(MARKS, "p1,2026-08-11,end,left_early\n")
        .add(MARKS, "p1,2026-08-12,end,late\n");
    assert_eq!(
        folder.wrong(),
        [
            "marks.csv:2:date:not_a_school_day",
            "marks.csv:3:date:not_enrolled",
            "marks.csv:4:date:not_enrolled",
            "marks.csv:5:note:no_end_note",
        ]
    );
    let rows = folder.rows();
    assert_eq!(
        rows.marks.iter().map(|m| m.counts).collect::<Vec<_>>(),
        [false, false, false, false, true, true]
    );
    assert_eq!(state(&rows, 0, 11, Slot::Start), Clear);
    assert_eq!(state(&rows, 0, 11, Slot::End), Short);
    assert_eq!(state(&rows, 0, 12, Slot::Start), Short);
}

#[test]
fn the_later_instant_wins_and_a_mark_without_one_is_oldest() {
    let ill = Absent(Category::Illness);
    let unlawful = Absent(Category::Unlawful);
    let table = [
        // first mark, second mark, what stands at the start
        (
            "unlawful,,2026-08-11T08:00:00+02:00",
            "late,12,2026-08-11T08:30:00+02:00",
            Short,
        ),
        (
            "late,12,2026-08-11T08:30:00+02:00",
            "unlawful,,2026-08-11T08:00:00+02:00",
            Short,
        ),
        (
            "illness,,2026-08-11T08:00:00+02:00",
            "unlawful,,2026-08-11T06:30:00Z",
            unlawful,
        ),
        ("illness,,2026-08-11T08:00:00+02:00", "unlawful,,", ill),
        ("illness,,", "unlawful,,", unlawful),
        ("illness,,", "present,,", Clear),
        (
            "illness,,2026-08-11T08:00:00+02:00",
            "unlawful,,2026-08-11T06:00:00Z",
            unlawful,
        ),
    ];
    for (first, second, expected) in table {
        let mut folder = Folder::new();
        folder.put(MARKS, "pupil_id,date,note,kind,minutes,noted_at\n");
        folder.add(
            MARKS,
            &format!("p1,2026-08-11,start,{first}\np1,2026-08-11,start,{second}\n"),
        );
        assert_eq!(
            state(&folder.rows(), 0, 11, Slot::Start),
            expected,
            "{first} / {second}"
        );
    }
}

#[test]
fn events_tell_what_was_known_when() {
    let mut folder = Folder::new();
    folder
        .put(MARKS, "pupil_id,date,note,kind,noted_at\n")
        .add(MARKS, "p2,2026-08-13,day,leave,2026-08-10T09:00:00+02:00\n")
        .add(MARKS, "p2,2026-08-13,start,unlawful,\n")
        .add(MARKS, "p1,2026-08-10,day,illness,2026-08-11T23:30:00+02:00\n")
        .add(MARKS, "p1,2026-08-11,day,unlawful,2026-08-11T22:30:00Z\n")
        .put(PARTIALS, "pupil_id,date,lessons_missed,noted_at\np2,2026-08-12,2,\n")
        .add(NOTINGS, "c8,2026-08-12,day\n");
    let events = folder.rows().events(&copenhagen());
    let told: Vec<String> = events
        .iter()
        .map(|e| match e.news {
            News::State { pupil, day, slot, .. } => {
                format!("{} p{} {day} {}", e.known_on, pupil.number() + 1, slot.word())
            }
            News::Partial(place) => format!("{} partial {place}", e.known_on),
            News::Noting { day, slot, .. } => format!("{} noting {day} {}", e.known_on, slot.word()),
        })
        .collect();
    assert_eq!(
        told,
        [
            "2026-08-10 p2 2026-08-13 start",
            "2026-08-10 p2 2026-08-13 end",
            "2026-08-11 p1 2026-08-10 start",
            "2026-08-12 noting 2026-08-12 start",
            "2026-08-12 noting 2026-08-12 end",
            "2026-08-12 partial 0",
            "2026-08-12 p1 2026-08-11 start",
        ]
    );
}

#[test]
fn what_is_written_reads_back_and_writes_the_same_bytes() {
    let mut folder = Folder::new();
    folder
        .put(SCHOOLS, "school_id,name,calendar_id,municipality_code,kind,provision\n")
        .add(SCHOOLS, "s1,\"Engskolen, afd. \"\"Øst\"\"\",k1,041,fri,special_class\n")
        .put(
            PUPILS,
            "pupil_id,given_name,family_name,cpr,birth_date,protected,household_id\n",
        )
        .add(PUPILS, "p1,Bo,Ægir,102155000,2015-02-01,true,h1\np2,,,,,,\n")
        .put(MARKS, "pupil_id,date,note,kind,minutes,local_code,noted_at,noted_by\n")
        .add(
            MARKS,
            "p1,2026-08-11,start,late,12,FS,2026-08-11T06:12:00.5Z,lærer 7\np2,2026-08-11,day,leave,,,,\n",
        )
        .put(
            PARTIALS,
            "pupil_id,date,lessons_missed,lessons,category,noted_at\np2,2026-08-12,2,6,illness,\n",
        )
        .add(NOTINGS, "c3,2026-08-11,start\n");
    let rows = folder.rows();
    let files = crate::write::folder(&rows, &copenhagen());
    let again = Folder(
        files
            .iter()
            .map(|(name, text)| (*name, text.clone().into_bytes()))
            .collect(),
    )
    .rows();
    assert_eq!(again, rows);
    assert_eq!(crate::write::folder(&again, &copenhagen()), files);
    let marks = &files.iter().find(|(name, _)| *name == MARKS).unwrap().1;
    assert!(
        marks.contains("p1,2026-08-11,start,late,12,FS,2026-08-11T08:12:00.5+02:00,lærer 7\n"),
        "{marks}"
    );
}

/// A file too long for one part; with one quotation mark in it the same rows are read in one go.
#[test]
fn a_long_file_read_in_parts_is_as_one_read_in_one_go() {
    let lines = |broken: bool, first_code: &str| {
        let mut text = "pupil_id,date,note,kind,local_code,noted_at,noted_by\n".to_owned();
        for i in 0..60_000u32 {
            let pupil = if broken && i % 5 == 0 {
                "nobody"
            } else {
                ["p1", "p2"][i as usize % 2]
            };
            let day = if broken && i % 11 == 0 {
                "soon".to_owned()
            } else {
                format!("2026-08-{}", 10 + i % 7)
            };
            let code = if i == 0 {
                first_code.to_owned()
            } else {
                format!("k{}", i / 700)
            };
            let end = if i % 13 == 0 { "\r\n\n" } else { "\n" };
            text += &format!(
                "{pupil},{day},day,illness,{code},2026-08-{}T09:00:{:02}Z,n{}{end}",
                10 + i % 7,
                i % 60,
                i % 3
            );
        }
        text
    };
    for broken in [false, true] {
        let read = |code| Folder::new().put(MARKS, &lines(broken, code)).read();
        let (parts, whole) = (read("k0"), read("\"k0\""));
        assert_eq!(parts.problems, whole.problems, "{broken}");
        assert!(parts.rows == whole.rows, "{broken}");
        assert_eq!(parts.rows.marks.len(), if broken { 0 } else { 60_000 });
        assert_eq!(parts.problems.errors(), if broken { 12_000 + 5_455 } else { 0 });
    }
}

#[test]
fn cpr_numbers_are_kept_out_of_the_report() {
    let mut folder = Folder::new();
    folder.put(
        PUPILS,
        "pupil_id,cpr,birth_date\np1,3102155000,\np2,0102155000,2015-02-02\n",
    );
    assert_eq!(
        folder.wrong(),
        [
            "pupils.csv:2:cpr:not_a_cpr",
            "pupils.csv:3:birth_date:birth_date_differs"
        ]
    );
    let csv = folder.read().problems.csv(Lang::Danish);
    assert!(!csv.contains("3102155000"), "{csv}");
}

proptest! {
    #[test]
    fn shuffled_marks_with_instants_of_their_own_give_the_same_register(
        marks in proptest::collection::vec((0usize..2, 10u8..15, 0usize..3, 0usize..6), 0..40),
        seed in proptest::collection::vec(any::<u32>(), 40),
    ) {
        let kinds = ["illness", "leave", "unlawful", "late", "left_early", "present"];
        let lines: Vec<String> = marks.iter().enumerate().map(|(i, (pupil, day, note, kind))| {
            let (note, kind) = (["start", "end", "day"][*note], kinds[*kind]);
            format!("p{},2026-08-{day},{note},{kind},2026-08-20T10:00:{i:02}Z\n", pupil + 1)
        }).collect();
        let mut shuffled: Vec<(u32, &String)> = seed.iter().copied().zip(&lines).collect();
        shuffled.sort();
        let mut folder = Folder::new();
        folder.put(MARKS, "pupil_id,date,note,kind,noted_at\n");
        let (mut one, mut other) = (folder.clone(), folder);
        lines.iter().for_each(|l| { one.add(MARKS, l); });
        shuffled.iter().for_each(|(_, l)| { other.add(MARKS, l); });
        let (one, other) = (one.rows(), other.rows());
        let (a, b) = (one.register(None).unwrap(), other.register(None).unwrap());
        let mut replayed = one.roster().unwrap();
        for event in one.events(&copenhagen()) {
            if let News::State { pupil, day, slot, state, .. } = event.news {
                prop_assert!(replayed.set(pupil, day, slot, state).is_ok());
            }
        }
        for pupil in a.pupils() {
            prop_assert_eq!(days(&a, pupil), days(&b, pupil));
            prop_assert_eq!(days(&a, pupil), days(&replayed, pupil));
        }
    }

    #[test]
    fn problems_are_never_lost(lines in proptest::collection::vec(0usize..6, 0..60)) {
        let kinds = [
            ("p1,2026-08-11,day,illness\n", None),
            ("p1,2026-08-11,day,syg\n", Some(Severity::Error)),
            ("p1,2026-13-11,day,illness\n", Some(Severity::Error)),
            ("p1,2026-08-15,day,illness\n", Some(Severity::Warning)),
            ("p1,2026-08-11,day\n", Some(Severity::Error)),
            ("\"p1,2026-08-11,day,illness\n", Some(Severity::Error)),
        ];
        let mut folder = Folder::new();
        for line in &lines {
            folder.add(MARKS, kinds[*line].0);
        }
        let found = folder.read().problems;
        let expected: Vec<u32> =
            (2u32..).zip(&lines).filter(|(_, l)| kinds[**l].1.is_some()).map(|(n, _)| n).collect();
        let mut told: Vec<u32> = found.kept().iter().filter_map(|p| p.line).collect();
        told.sort_unstable();
        prop_assert_eq!(told, expected);
    }
}
