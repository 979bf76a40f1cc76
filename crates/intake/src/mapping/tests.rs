use super::*;
use crate::table::{self, Limits};
use crate::{Lang, Severity};
use jiff::civil::date;
use proptest::prelude::*;

fn table(text: &str) -> Table {
    table::read("fravær.csv", text.as_bytes(), None, &Limits::default()).unwrap()
}

fn windows_1252(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

fn told(problems: &Problems) -> Vec<String> {
    let line = |p: &Problem| p.line.map(|l| l.to_string()).unwrap_or_default();
    problems
        .kept()
        .iter()
        .map(|p| format!("{}:{}:{}", line(p), p.column, p.kind.code()))
        .collect()
}

fn read_all(text: &str) -> Absences {
    let table = table(text);
    let reading = apply(&guess(&table), &table, &Options::default());
    let report = reading.problems.report(Lang::English, 9);
    reading.importable().unwrap_or_else(|_| panic!("{report}")).0
}

/// Short form of a row: date, note, kind, code.
fn short(row: &AbsenceRow) -> String {
    format!(
        "{} {} {} {}",
        row.date,
        row.note.word(),
        row.kind.word(),
        row.local_code
    )
}

#[test]
fn a_row_a_day_is_guessed_and_read() {
    let read = read_all(
        "Fraværsrapport Engskolen;;;;\nCPR-nr.;Navn;Dato;Fraværsårsag;Minutter\n\
         010215-5000;Bo Holm;31-08-2026;Syg;\n10215-5000;Bo Holm;01/09/2026;for sent;12,0\n\
         0102155000;Bo Holm;46267;Ulovligt fravær;\n102155000;Bo Holm;3.9.2026;Ekstraordinær frihed.;\n",
    );
    assert_eq!(
        read.absences.iter().map(short).collect::<Vec<_>>(),
        [
            "2026-08-31 day illness Syg",
            "2026-09-01 day late for sent",
            "2026-09-02 day unlawful Ulovligt fravær",
            "2026-09-03 day leave Ekstraordinær frihed.",
        ]
    );
    let cpr = PupilKey::Cpr("0102155000".parse().unwrap());
    assert!(read.absences.iter().all(|a| a.pupil == cpr));
    assert_eq!(read.absences.iter().filter_map(|a| a.minutes).collect::<Vec<_>>(), [12]);
    assert_eq!(read.mapping_version, 1);
}

#[test]
fn columns_without_a_known_header_are_found_by_their_values() {
    let table = table("A;B;C\n010215-5000;31-08-2026;S\n020315-4002;01-09-2026;U\n");
    let mapping = guess(&table);
    let named: Vec<(Field, &str)> = mapping.columns.iter().map(|(f, n)| (*f, n.as_str())).collect();
    assert_eq!(named, [(Field::Cpr, "A"), (Field::Date, "B"), (Field::Code, "C")]);
    assert_eq!(mapping.row_is, RowIs::Day);
}

#[test]
fn a_period_is_laid_out_on_school_days() {
    let text = "Elevnr,Fra,Til,Type\n17,2026-08-13,2026-08-18,syg\n18,2026-08-20,,u\n";
    let dates = |a: &Absences| a.absences.iter().map(|r| r.date.day()).collect::<Vec<_>>();
    assert_eq!(dates(&read_all(text)), [13, 14, 17, 18, 20]);
    let table = table(text);
    let calendar = Calendar::new([date(2026, 8, 13), date(2026, 8, 18), date(2026, 8, 20)]).unwrap();
    let options = Options {
        calendar: Some(&calendar),
        month: None,
    };
    assert_eq!(dates(&apply(&guess(&table), &table, &options).rows), [13, 18, 20]);
}

#[test]
fn a_month_grid_has_one_letter_a_day() {
    let days: Vec<String> = (1..=31).map(|d| d.to_string()).collect();
    let blank = |letters: &[(usize, &str)]| {
        let mut cells = vec![""; 31];
        letters.iter().for_each(|(day, letter)| cells[*day - 1] = letter);
        cells.join(";")
    };
    let grid = format!(
        "Fravær 7. b september 2026\nNavn;Klasse;{}\nHolm, Bo;7. b;{}\nAne Dahl;7. b;{}\n",
        days.join(";"),
        blank(&[(1, "S"), (2, "s"), (30, "U")]),
        blank(&[(15, "F")]),
    );
    let read = read_all(&grid);
    assert_eq!(
        read.absences.iter().map(short).collect::<Vec<_>>(),
        [
            "2026-09-01 day illness S",
            "2026-09-02 day illness s",
            "2026-09-30 day unlawful U",
            "2026-09-15 day late F",
        ]
    );
    let bo = PupilKey::NameAndClass {
        name: "Bo Holm".to_owned(),
        class: "7. b".to_owned(),
    };
    assert_eq!(read.absences.first().unwrap().pupil, bo);

    let untitled = table(&grid.replace("september 2026", ""));
    let mapping = guess(&untitled);
    assert_eq!(mapping.codes.len(), 3);
    assert_eq!(
        told(&apply(&mapping, &untitled, &Options::default()).problems),
        ["::not_mapped"]
    );
    let options = Options {
        calendar: None,
        month: Some((2026, 9)),
    };
    assert_eq!(apply(&mapping, &untitled, &options).rows.absences, read.absences);

    let too_far = table(&grid.replace(&blank(&[(15, "F")]), &blank(&[(31, "F")])));
    assert_eq!(
        told(&apply(&guess(&too_far), &too_far, &Options::default()).problems),
        ["4:31:no_such_day"]
    );
}

#[test]
fn lessons_become_partials_and_never_half_days() {
    let read = read_all(
        "Elev-id\tDato\tLektion\tFravær\n17\t31-08-2026\t1\tS\n17\t31-08-2026\t2\tS\n17\t31-08-2026\t2\tS\n\
         17\t31-08-2026\t3\tF\n18\t31-08-2026\t1\tS\n18\t31-08-2026\t2\tU\n",
    );
    assert_eq!(read.absences, []);
    let found: Vec<_> = read.partials.iter().map(|p| (p.lessons_missed, p.category)).collect();
    assert_eq!(found, [(2, Some(Category::Illness)), (2, None)]);
    let counted = read_all("Elev-id;Dato;Fraværslektioner;Skemalektioner\n17;31-08-2026;2,0;6\n18;31-08-2026;0;6\n");
    let found: Vec<_> = counted.partials.iter().map(|p| (p.lessons_missed, p.lessons)).collect();
    assert_eq!(found, [(2, Some(6))]);
}

#[test]
fn a_danish_file_with_ten_different_errors_tells_of_all_ten() {
    let text = "CPR;Navn;Klasse;Dato;Årsag;Notering;Minutter\n\
        010215-5000;Bo;7.b;31-08-2026;syg;;\n\
        310215-5000;Bo;7.b;31-08-2026;syg;;\n\
        010215-5000;Bo;7.b;31-02-2026;syg;;\n\
        010215-5000;Bo;7.b;31-08-1926;syg;;\n\
        010215-5000;Bo;7.b;;syg;;\n\
        010215-5000;Bo;7.b;31-08-2026;æblepluk;;\n\
        010215-5000;Bo;7.b;31-08-2026;;;\n\
        ;Bo;;31-08-2026;syg;;\n\
        010215-5000;Bo;7.b;31-08-2026;syg;middag;\n\
        010215-5000;Bo;7.b;31-08-2026;for sent;;mange\n\
        010215-5000;Bo;7.b;31-08-2026;syg;;;;ekstra\n\
        010215-5000;\"Bo;7.b;31-08-2026;syg;;\n\
        010215-5000;Bo;7.b;01-09-2026;syg;;\n";
    let table = table::read("fravær.csv", &windows_1252(text), None, &Limits::default()).unwrap();
    let form = table::Form::Text {
        delimiter: ';',
        charset: "windows-1252",
    };
    assert_eq!(table.form, form);
    let reading = apply(&guess(&table), &table, &Options::default());
    assert_eq!(
        told(&reading.problems),
        [
            "3:CPR:not_a_cpr",
            "4:Dato:not_a_date",
            "5:Dato:implausible_date",
            "6:Dato:value_missing",
            "7:Årsag:unknown_code",
            "8:Årsag:value_missing",
            "9::no_pupil",
            "10:Notering:unknown_word",
            "11:Minutter:not_a_number",
            "12::field_count",
            "13::broken_quotes",
        ]
    );
    assert!(reading.rows.absences.is_empty(), "nothing half done");
    let danish = reading.problems.report(Lang::Danish, 9);
    assert!(
        danish.contains("linje 7, kolonne Årsag: Koden »æblepluk« har ingen betydning endnu."),
        "{danish}"
    );
    assert!(!danish.contains("310215"), "{danish}");
}

#[test]
fn an_unknown_code_is_asked_about_and_its_answer_is_a_new_version() {
    let table = table("Elevnr;Dato;Kode\n17;31-08-2026;X9\n17;01-09-2026;x9.\n17;02-09-2026;ferie\n17;03-09-2026;s\n");
    let mut mapping = guess(&table);
    assert_eq!(unknown_codes(&mapping, &table), ["X9", "ferie"]);
    assert_eq!(apply(&mapping, &table, &Options::default()).problems.errors(), 3);
    mapping.codes.insert("X9".to_owned(), Meaning::Ignore);
    mapping.codes.insert("Ferie".to_owned(), Meaning::Unlawful);
    mapping.version += 1;
    let saved = serde_json::to_string(&mapping).unwrap();
    let mapping: Mapping = serde_json::from_str(&saved).unwrap();
    let reading = apply(&mapping, &table, &Options::default());
    assert!(reading.problems.is_empty());
    assert_eq!(reading.rows.mapping_version, 2);
    assert_eq!(
        reading.rows.absences.iter().map(short).collect::<Vec<_>>(),
        ["2026-09-02 day unlawful ferie", "2026-09-03 day illness s",]
    );
}

#[test]
fn a_mapping_that_does_not_fit_says_so() {
    let first = table("Elevnr;Dato;Kode\n17;31-08-2026;s\n");
    let mapping = guess(&first);
    let other = table("Elevnr;Dag;Art\n17;31-08-2026;s\n");
    let found = apply(&mapping, &other, &Options::default());
    assert_eq!(
        told(&found.problems),
        ["1:Dato:mapped_column_missing", "1:Kode:mapped_column_missing"]
    );
    let newer = Mapping {
        form: NEWEST_FORM + 1,
        ..mapping.clone()
    };
    assert_eq!(
        told(&apply(&newer, &first, &Options::default()).problems),
        ["::mapping_too_new"]
    );
    let bare = Mapping {
        columns: BTreeMap::from([(Field::Date, "Dato".to_owned())]),
        ..mapping
    };
    assert_eq!(
        told(&apply(&bare, &first, &Options::default()).problems),
        ["::not_mapped", "::not_mapped"]
    );
}

#[test]
fn a_class_list_gives_pupils() {
    let table = table(
        "Fornavn;Efternavn;CPR;Klasse;Skole;Adressebeskyttelse;Fra\nBo;Ægir;10215-5000;7.b;Engskolen;Ja;01-08-2026\n\
         Ane;Holm;;10. x;Engskolen;;\n",
    );
    let mapping = guess(&table);
    assert_eq!(mapping.row_is, RowIs::Pupil);
    let rows = apply_roster(&mapping, &table).importable().unwrap().0;
    let [bo, ane] = rows.as_slice() else {
        panic!("two pupils")
    };
    assert_eq!(
        (bo.grade, bo.protected, bo.birth_date),
        (Grade::new(7), true, Some(date(2015, 2, 1)))
    );
    assert_eq!((ane.grade, ane.protected, ane.cpr), (Grade::new(10), false, None));
    assert_eq!(format!("{bo:?} {:?}", bo.pupil), "RosterRow(2, …) Cpr(…)");
}

#[test]
fn a_workbook_reads_like_text() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c></row>\
                <row r=\"2\"><c r=\"A2\"><v>102155000</v></c><c r=\"B2\" s=\"1\"><v>46265</v></c><c r=\"C2\" t=\"s\"><v>3</v></c></row>";
    let book = table::tests::book(rows, &["CPR", "Dato", "Kode", "S"]);
    let table = table::read("bog.xlsx", &book, None, &Limits::default()).unwrap();
    let read = apply(&guess(&table), &table, &Options::default())
        .importable()
        .unwrap()
        .0;
    assert_eq!(
        read.absences.iter().map(short).collect::<Vec<_>>(),
        ["2026-08-31 day illness S"]
    );
    assert_eq!(
        read.absences.first().unwrap().pupil,
        PupilKey::Cpr("0102155000".parse().unwrap())
    );
}

#[test]
fn common_words_have_the_meaning_people_give_them() {
    for (word, meaning) in [
        ("S", Some(Meaning::Illness)),
        ("Syg", Some(Meaning::Illness)),
        ("U", Some(Meaning::Unlawful)),
        ("ULOVLIGT  fravær", Some(Meaning::Unlawful)),
        ("L", Some(Meaning::Leave)),
        ("lovligt", Some(Meaning::Leave)),
        ("Ekstraordinær frihed", Some(Meaning::Leave)),
        ("F", Some(Meaning::Late)),
        ("for sent", Some(Meaning::Late)),
        ("ferie", None),
        ("andet", None),
        ("", None),
    ] {
        assert_eq!(Meaning::of_common_word(word), meaning, "{word}");
    }
    let mut seen = BTreeSet::new();
    for meaning in Meaning::ALL {
        for word in meaning.words() {
            assert!(seen.insert(*word), "{word} means one thing only");
            assert_eq!(folded(word), *word);
        }
    }
    let mut headers = BTreeSet::new();
    for field in Field::ALL {
        for header in field.headers() {
            assert!(headers.insert(*header), "{header} names one field only");
            assert_eq!(folded_header(header), *header);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_rows_or_errors(text in "[a-zæøå0-9;,\"\n./-]{0,200}") {
        let text = format!("CPR;Dato;Kode\n{text}");
        if let Ok(table) = table::read("x.csv", text.as_bytes(), None, &Limits::default()) {
            let reading = apply(&guess(&table), &table, &Options::default());
            prop_assert!(!reading.problems.has_errors() || reading.rows.absences.is_empty());
            let errors = reading.problems.kept().iter().filter(|p| p.severity() == Severity::Error).count();
            prop_assert_eq!(u64::try_from(errors).unwrap(), reading.problems.errors());
        }
    }
}
