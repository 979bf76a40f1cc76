//! Every letter: it is a PDF everybody can read, it says all it was given, in plain words.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

mod pdf;

use std::path::Path;

use letters::{
    AbsenceInformation, ChildPlan, Document, LetterError, MOST_CHARACTERS, Minutes, Passage, PassageKind, Templates,
    samples,
};
use lopdf::{Dictionary, Object};
use serde_json::Value;

/// Runs a check on every document there is.
macro_rules! each {
    ($check:ident) => {{
        $check(&samples::absence_information());
        $check(&samples::council_report());
        $check(&samples::sick_teaching_invitation());
        $check(&samples::meeting_card());
        $check(&samples::minutes());
        $check(&samples::adult_plan());
        $check(&samples::child_plan());
        $check(&samples::hand_over());
        $check(&samples::environment_plan());
        $check(&samples::closing_note());
        $check(&samples::notification_draft());
        $check(&samples::insight());
    }};
}

fn passages<D: Document>(document: &D) -> Vec<Passage> {
    Templates::shipped().letter(document).unwrap().passages()
}

/// All a letter says, without blanks and without the hyphens of divided words.
fn said<D: Document>(document: &D) -> String {
    let all: Vec<String> = passages(document).into_iter().map(|p| p.text).collect();
    squeezed(&all.join(" "))
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}' | '\u{00A0}'))
        .collect()
}

fn file<D: Document>(document: &D) -> lopdf::Document {
    let bytes = Templates::shipped().letter(document).unwrap().pdf().unwrap();
    lopdf::Document::load_mem(&bytes).unwrap()
}

fn text_of(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

/// A dictionary, straight or by reference.
fn dictionary<'d>(pdf: &'d lopdf::Document, from: &'d Dictionary, key: &[u8]) -> &'d Dictionary {
    pdf.dereference(from.get(key).unwrap()).unwrap().1.as_dict().unwrap()
}

#[test]
fn every_letter_is_a_tagged_titled_danish_pdf_with_its_fonts_inside() {
    fn check<D: Document>(document: &D) {
        let pdf = file(document);
        let catalog = pdf.catalog().unwrap();
        assert_eq!(text_of(catalog.get(b"Lang").unwrap()), "da-DK", "{}", D::TEMPLATE);
        let marked = dictionary(&pdf, catalog, b"MarkInfo").get(b"Marked").unwrap();
        assert!(marked.as_bool().unwrap());
        assert!(dictionary(&pdf, catalog, b"StructTreeRoot").has(b"K"), "tags");
        let shows = dictionary(&pdf, catalog, b"ViewerPreferences")
            .get(b"DisplayDocTitle")
            .unwrap();
        assert!(
            shows.as_bool().unwrap(),
            "the window shows the title, not the file's name"
        );
        let metadata = pdf.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1;
        let metadata = metadata.as_stream().unwrap();
        let metadata = metadata
            .decompressed_content()
            .unwrap_or_else(|_| metadata.content.clone());
        let metadata = String::from_utf8(metadata).unwrap();
        for words in [
            document.title().as_str(),
            document.head().sender.name(),
            "<pdfuaid:part>1</pdfuaid:part>",
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
        ] {
            assert!(metadata.contains(words), "{}: {words} in {metadata}", D::TEMPLATE);
        }
        let fonts: Vec<&Dictionary> = pdf
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter(|one| one.get(b"Type").and_then(Object::as_name).ok() == Some(b"FontDescriptor"))
            .collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            assert!(
                font.has(b"FontFile2") || font.has(b"FontFile3"),
                "{}: a font is not in the file: {font:?}",
                D::TEMPLATE
            );
        }
    }
    each!(check);
}

/// The structure a screen reader walks: headings, and cells that know their heading.
#[test]
fn headings_tables_and_pictures_are_tagged_as_what_they_are() {
    fn tags(pdf: &lopdf::Document) -> Vec<(String, Option<String>)> {
        pdf.objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter_map(|one| {
                let tag = String::from_utf8_lossy(one.get(b"S").and_then(Object::as_name).ok()?).into_owned();
                Some((tag, one.get(b"Alt").ok().map(text_of)))
            })
            .collect()
    }
    let report = tags(&file(&samples::council_report()));
    let count = |tag: &str| report.iter().filter(|(found, _)| found == tag).count();
    assert_eq!(count("H1"), 1);
    assert!(count("H2") >= 5 && count("Table") == 2, "{report:?}");
    assert_eq!(count("TH"), 5, "three headings of the days, two of the talks");
    let child = tags(&file(&samples::child_plan()));
    let told: Vec<&str> = child
        .iter()
        .filter(|(tag, _)| tag == "Figure")
        .filter_map(|(_, alt)| alt.as_deref())
        .collect();
    assert_eq!(told.len(), 6, "three houses, three steps: {told:?}");
    assert!(told.contains(&"Et hus med en sol over taget") && told.contains(&"En bog"));
}

/// Every text and every date of the input stands in the letter: nothing given is lost.
#[test]
fn every_input_stands_in_the_letter() {
    fn leaves(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(all) => all.iter().for_each(|one| leaves(one, found)),
            Value::Object(all) => all
                .iter()
                .filter(|(key, _)| *key != "picture")
                .for_each(|(_, one)| leaves(one, found)),
            _ => {}
        }
    }
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ];
    fn check<D: Document>(document: &D) {
        let said = said(document);
        let pdf = file(document);
        let pages = pdf.get_pages();
        let printed: String = pages.values().map(|page| pdf::page_text(&pdf, *page)).collect();
        let printed = squeezed(&printed);
        assert!(!printed.contains('\u{FFFD}'), "{}: {printed}", D::TEMPLATE);
        let mut inputs = Vec::new();
        leaves(&serde_json::to_value(document).unwrap(), &mut inputs);
        assert!(inputs.len() > 8, "{}", D::TEMPLATE);
        for input in inputs {
            let wanted = match input.parse::<jiff::civil::Date>() {
                Err(_) => vec![squeezed(&input)],
                Ok(date) => {
                    let month = MONTHS[usize::try_from(date.month()).unwrap() - 1];
                    let (day, year) = (date.day(), date.year());
                    vec![format!("{day}.{month}{year}"), format!("{day}.{}.{year}", &month[..3])]
                }
            };
            for text in [&said, &printed] {
                assert!(
                    wanted.iter().any(|one| text.contains(one)),
                    "{}: {wanted:?} is not in {text}",
                    D::TEMPLATE
                );
            }
        }
    }
    each!(check);
}

/// What the letters say, word for word: a change of wording is read by a person. After one, run with `UPDATE_LETTERS=1`
/// and read the difference.
#[test]
fn the_wording_is_the_one_people_have_read() {
    fn check<D: Document>(document: &D) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/output/{}.txt", D::TEMPLATE));
        let now: String = passages(document)
            .iter()
            .map(|passage| match passage.kind {
                PassageKind::Heading => format!("\n# {}\n", passage.text),
                PassageKind::Text => format!("{}\n", passage.text),
            })
            .collect();
        if std::env::var_os("UPDATE_LETTERS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &now).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == now,
            "the wording of {} has changed: run with UPDATE_LETTERS=1 and read the difference\n{now}",
            D::TEMPLATE
        );
    }
    each!(check);
}

/// The Danish readability measure: words a sentence plus the share of words longer than six letters, in percent.
fn lix(passages: &[Passage]) -> f64 {
    let (mut words, mut long, mut sentences) = (0_u32, 0_u32, 0_u32);
    for passage in passages {
        let mut open = false;
        for word in passage.text.split_whitespace() {
            let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
            if letters == 0 {
                continue;
            }
            words += 1;
            long += u32::from(letters > 6);
            open = true;
            if word.ends_with(['.', '!', '?', ':']) && word.chars().any(char::is_alphabetic) {
                sentences += 1;
                open = false;
            }
        }
        sentences += u32::from(open);
    }
    f64::from(words) / f64::from(sentences) + f64::from(long) * 100.0 / f64::from(words)
}

/// The running text of a letter to a family: what stands under its headings in whole sentences.
fn sentences<D: Document>(document: &D) -> Vec<Passage> {
    passages(document)
        .into_iter()
        .filter(|passage| passage.kind == PassageKind::Text && passage.text.split_whitespace().count() > 4)
        .collect()
}

#[test]
fn what_families_read_is_easy_to_read() {
    fn check<D: Document>(document: &D) {
        let running = sentences(document);
        let measured = lix(&running);
        assert!(running.len() >= 3, "{}: {running:?}", D::TEMPLATE);
        assert!(measured < 45.0, "{}: LIX {measured:.1} of {running:#?}", D::TEMPLATE);
        let all = lix(&passages(document));
        assert!(all < 45.0, "{}: LIX {all:.1} with headings and tables", D::TEMPLATE);
        println!("{}: LIX {measured:.1}, all of it {all:.1}", D::TEMPLATE);
    }
    check(&samples::absence_information());
    check(&samples::sick_teaching_invitation());
    check(&samples::meeting_card());
    check(&samples::minutes());
    check(&samples::adult_plan());
    check(&samples::child_plan());
    check(&samples::hand_over());
    check(&samples::environment_plan());
    check(&samples::closing_note());
    check(&samples::insight());
}

/// The measure itself, on a sentence counted by hand: 8 words, 1 sentence, 2 long words.
#[test]
fn lix_is_counted_as_by_hand() {
    let text = "Skolen underviser alle elever gennem hele skoleåret sammen.".to_owned();
    let kind = PassageKind::Text;
    assert!((lix(&[Passage { kind, text }]) - (8.0 + 200.0 / 8.0)).abs() < 0.01);
}

/// no letter to a family puts blame on anybody.
#[test]
fn no_letter_blames() {
    const BLAME: [&str; 10] = [
        "pjæk",
        "skulk",
        "jeres skyld",
        "jeres ansvar",
        "i har pligt",
        "forsømt",
        "desværre har i",
        "bekymrende",
        "straf",
        "svigt",
    ];
    fn check<D: Document>(document: &D) {
        let all: Vec<String> = passages(document).into_iter().map(|p| p.text.to_lowercase()).collect();
        let all = all.join(" ");
        for word in BLAME {
            assert!(!all.contains(word), "{}: {word}", D::TEMPLATE);
        }
    }
    each!(check);
}

/// the child's plan has no share, no count, and nothing red.
#[test]
fn a_childs_plan_has_no_numbers_that_judge_and_nothing_red() {
    let said = said(&samples::child_plan());
    assert!(!said.contains('%') && !said.contains("procent") && !said.contains("fravær"));
    let letter = Templates::shipped().letter(&samples::child_plan()).unwrap();
    let page = letter.page(0).unwrap();
    assert!(letter.page(1).is_none() && letter.picture().len() >= page.len());
    let colours: Vec<(u8, u8, u8)> = page
        .match_indices('#')
        .filter_map(|(at, _)| {
            let part = |from: usize| u8::from_str_radix(page.get(at + from..at + from + 2)?, 16).ok();
            Some((part(1)?, part(3)?, part(5)?))
        })
        .collect();
    assert!(colours.len() > 5);
    for (red, green, blue) in colours {
        let stands_out = u16::from(red) > 2 * u16::from(green.max(blue)) && red > 120;
        assert!(!stands_out, "#{red:02x}{green:02x}{blue:02x}");
    }
}

/// the draft says on every page that it is one.
#[test]
fn a_draft_of_a_notification_says_so_on_every_page() {
    let mut draft = samples::notification_draft();
    draft.concern = "Noget er set og hørt. ".repeat(600);
    let pdf = file(&draft);
    let pages = pdf.get_pages();
    assert!(pages.len() > 2);
    for (number, page) in &pages {
        let text = squeezed(&pdf::page_text(&pdf, *page));
        assert!(text.contains(&squeezed("Kladde – ikke sendt")), "{number}: {text}");
        assert!(
            text.contains(&format!("side{number}af{}", pages.len())),
            "{number}: {text}"
        );
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let make = || Templates::shipped().letter(&samples::minutes()).unwrap().pdf().unwrap();
    assert!(make() == make());
}

#[test]
fn empty_lists_and_empty_texts_make_a_whole_letter() {
    fn emptied(value: &mut Value) {
        match value {
            Value::String(text) if text.parse::<jiff::civil::Date>().is_err() => text.clear(),
            Value::Array(all) => all.clear(),
            Value::Object(all) => all.values_mut().for_each(emptied),
            _ => {}
        }
    }
    let mut minutes = samples::minutes();
    minutes.head.recipient.clear();
    minutes.head.signed.clear();
    minutes.head.sender.lines.clear();
    minutes.head.reference.clear();
    for text in [
        &mut minutes.summary,
        &mut minutes.time,
        &mut minutes.place,
        &mut minutes.decided_by,
        &mut minutes.school_can,
        &mut minutes.parents_can,
        &mut minutes.others_can,
        &mut minutes.next_meeting,
        &mut minutes.child,
    ] {
        text.clear();
    }
    minutes.present.clear();
    minutes.missing.clear();
    minutes.tasks.clear();
    minutes.child_part = letters::ChildAtMeeting::default();
    let text = said(&minutes);
    assert!(
        text.contains(&squeezed("Det er ikke skrevet, hvordan barnets mening kom med")),
        "R-203: {text}"
    );
    assert!(text.contains(&squeezed("Der er ikke aftalt opgaver")));
    let mut child = samples::child_plan();
    for list in [&mut child.good, &mut child.hard, &mut child.wishes] {
        list.clear();
    }
    child.steps.clear();
    child.my_adult.clear();
    child.talk_again.clear();
    assert!(said(&child).contains(&squeezed("Her er plads til dine ord")));
    let mut information = samples::absence_information();
    information.days.clear();
    information.contact.clear();
    information.count = letters::Count::default();
    file(&information);
    let mut value = serde_json::to_value(samples::closing_note()).unwrap();
    emptied(&mut value);
    assert_eq!(value["answers"]["kept"], "", "the helper empties");
    let mut closing = samples::closing_note();
    closing.answers = letters::ClosingAnswers::default();
    closing.aftercare.clear();
    closing.contact.clear();
    assert_eq!(said(&closing).matches("Ikkebesvaret").count(), 6);
    file(&closing);
}

#[test]
fn smileys_other_scripts_and_typst_signs_are_printed_as_written() {
    let words = "Jeg er glad 😀👍🏽 مدرسة جميلة בית ספר Привет #let x = 1 $a$ *b* _c_ @d <e> \\ \" [f] // g";
    let mut child = samples::child_plan();
    child.good = vec![words.to_owned()];
    let said = said(&child);
    for part in ["😀👍🏽", "مدرسة", "בית", "Привет", "#letx=1$a$*b*_c_@d<e>\\\"[f]//g"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    file(&child);
    // A sign that no font here has is named, and the file is still one for everybody.
    child.good = vec!["Runer: \u{16A0}, kileskrift: \u{12000}, og et tegn uden plads: \u{E000}".to_owned()];
    file(&child);
    let mut minutes = samples::minutes();
    minutes.summary = "Linje 1\nLinje 2\r\n\r\nNyt afsnit\tmed tab \u{0000}\u{202E}og styretegn".to_owned();
    let text = passages(&minutes)
        .into_iter()
        .map(|p| p.text)
        .collect::<Vec<_>>()
        .join("|");
    assert!(
        text.contains("Linje 1 Linje 2|Nyt afsnit med tab og styretegn"),
        "{text}"
    );
    file(&minutes);
}

#[test]
fn two_megabytes_are_refused_with_both_numbers_and_a_long_text_is_printed_whole() {
    let mut minutes = samples::minutes();
    minutes.summary = "å".repeat(2_000_000);
    let Err(error) = Templates::shipped().letter(&minutes) else {
        panic!("two million signs were taken")
    };
    assert!(matches!(
        error,
        LetterError::TooLong {
            most: MOST_CHARACTERS,
            ..
        }
    ));
    assert!(error.danish().contains("200.000"), "{}", error.danish());
    // A long text without a single blank is broken over lines, and all of it stands there.
    minutes.summary = "å".repeat(5_000);
    let letter = Templates::shipped().letter(&minutes).unwrap();
    let text: String = letter.passages().into_iter().map(|p| p.text).collect();
    assert_eq!(
        text.matches('å').count(),
        5_000 + said(&samples::minutes()).matches('å').count() - samples::minutes().summary.matches('å').count()
    );
    assert!(letter.page_count() > 2);
}

fn own(file: &str, text: &str) -> Result<Templates, LetterError> {
    Templates::with_own([(file.to_owned(), text.to_owned())])
}

#[test]
fn a_municipality_may_say_it_in_its_own_words() {
    let words = "#import \"/house.typ\": *\n#show: house\nVi har set på #letter.count.days dage.\n#sign-off()\n";
    let templates = own("absence_information.typ", words).unwrap();
    let letter = templates.letter(&samples::absence_information()).unwrap();
    let text: Vec<String> = letter.passages().into_iter().map(|p| p.text).collect();
    assert!(text.contains(&"Vi har set på 6 dage.".to_owned()), "{text:?}");
    assert!(!letter.pdf().unwrap().is_empty());
    // The others are as before.
    let other = templates.letter(&samples::minutes()).unwrap();
    assert_eq!(other.passages(), passages(&samples::minutes()));
    // Without a title or a language of its own it still has both.
    let bare = own("meeting_card.typ", "= Kom\nTag plads.\n").unwrap();
    let bytes = bare.letter(&samples::meeting_card()).unwrap().pdf().unwrap();
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    assert_eq!(text_of(pdf.catalog().unwrap().get(b"Lang").unwrap()), "da-DK");
}

#[test]
fn a_template_that_does_not_work_is_refused_with_file_and_line() {
    for (text, line, words) in [
        ("= A\n\nKære #letter.navn\n", Some(3), "letter"),
        (
            "#import \"/house.typ\": *\n#show: house\n\n#letter.navn\n",
            Some(4),
            "navn",
        ),
        ("= A\n#if true [\n", Some(2), "unclosed"),
        ("= A\n#image(\"/pictures/book.svg\")\n", Some(2), "alt"),
        ("= A\n#read(\"/etc/passwd\")\n", Some(2), "not found"),
        ("= A\n#import \"@preview/cetz:0.3.0\"\n", Some(2), "not found"),
        ("= A\n#let f(x) = f(x + 1)\n#f(0)\n", Some(2), "call depth"),
        ("= A\n#datetime.today()\n", Some(2), "date"),
    ] {
        let Err(LetterError::Template(problems)) = own("minutes.typ", text) else {
            panic!("{text} was taken")
        };
        let problem = problems.first().unwrap();
        assert_eq!(
            (problem.file.as_str(), problem.line),
            ("minutes.typ", line),
            "{text}: {problems:?}"
        );
        assert!(problem.what.to_lowercase().contains(words), "{text}: {problem:?}");
        assert!(problem.danish().starts_with("minutes.typ, linje"));
        assert!(problem.english().starts_with("minutes.typ, line"));
    }
    for (file, text) in [
        ("breve.typ", "= A".to_owned()),
        ("minutes", "= A".to_owned()),
        ("../minutes.typ", "= A".to_owned()),
        ("minutes.typ", "a".repeat(300_000)),
    ] {
        let Err(LetterError::Template(problems)) = own(file, &text) else {
            panic!("{file} was taken")
        };
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].file, file);
    }
}

/// A house style that lacks a piece is told for every letter that uses the piece.
#[test]
fn a_house_style_without_its_pieces_is_refused() {
    let Err(LetterError::Template(problems)) = own("house.typ", "#let letter = json(\"/data.json\")\n") else {
        panic!("it was taken")
    };
    assert!(problems.len() >= 10, "{problems:?}");
    let error = LetterError::Template(problems);
    assert!(error.danish().contains("ikke lavet noget brev"));
}

/// Many at once on small stacks, as a server does it.
#[test]
fn letters_are_made_side_by_side_on_small_stacks() {
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..8)
            .map(|number| {
                std::thread::Builder::new()
                    .stack_size(256 * 1024)
                    .spawn_scoped(scope, move || {
                        let mut child: ChildPlan = samples::child_plan();
                        child.first_name = format!("Barn {number}");
                        let letter = Templates::shipped().letter(&child).unwrap();
                        (number, letter.title().to_owned(), letter.pdf().unwrap().len())
                    })
                    .unwrap()
            })
            .collect();
        for one in all {
            let (number, title, bytes) = one.join().unwrap();
            assert_eq!(title, format!("Min plan – Barn {number}"));
            assert!(bytes > 10_000);
        }
    });
}

/// The structs are plain: a caller can fill one in from nothing.
#[test]
fn a_letter_is_plain_values() {
    let information: AbsenceInformation = samples::absence_information();
    let minutes: Minutes = samples::minutes();
    assert_eq!(information.title(), "Fravær i 4. kvartal 2026 for Alma Bækgård");
    assert_eq!(minutes.title(), "Referat af opfølgningsmøde om Alma");
}
