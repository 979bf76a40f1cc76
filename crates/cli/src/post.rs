//! Sends the mail that waits: that there is news, and the links that confirm an address. What it says is `web`'s, when it
//! goes is `store`'s; here is the way to the mail server.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lettre::message::{Mailbox, Message, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use store::{DueMail, Store};

/// How often it is looked whether a mail waits.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How many mails are sent in one go.
const AT_ONCE: u32 = 50;
/// How long a mail server is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the way to the mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Secrecy {
    /// TLS from the first byte; usually port 465
    Tls,
    /// TLS before anything is said, asked for with STARTTLS; usually port 587
    Starttls,
    /// None: only to a mail server on this machine
    None,
}

/// Where mail goes out. Without `--smtp` none does.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Mail to families that have chosen it")]
#[group(id = "post")]
pub struct Args {
    /// The mail server, as `mail.example` or `mail.example:587`
    #[arg(long, env = "NAERVAER_SMTP", value_name = "HOST[:PORT]", requires_all = ["mail_from", "site"])]
    smtp: Option<String>,
    /// How the way there is kept secret
    #[arg(long, env = "NAERVAER_SMTP_TLS", value_enum, default_value_t = Secrecy::Starttls)]
    smtp_tls: Secrecy,
    /// Who signs in there
    #[arg(
        long,
        env = "NAERVAER_SMTP_USER",
        value_name = "NAME",
        requires = "smtp_password_file"
    )]
    smtp_user: Option<String>,
    /// The file with the password, in its first line
    #[arg(long, env = "NAERVAER_SMTP_PASSWORD_FILE", value_name = "FILE")]
    smtp_password_file: Option<PathBuf>,
    /// The address mail comes from, as `naervaer@kommune.example`
    #[arg(long, env = "NAERVAER_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
}

/// The way to the mail server.
#[derive(Clone)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    site: String,
}

/// Host and port; the port of the kind of secrecy where none is named.
fn place(text: &str, secrecy: Secrecy) -> Result<(String, u16)> {
    let usual = match secrecy {
        Secrecy::Tls => 465,
        Secrecy::Starttls => 587,
        Secrecy::None => 25,
    };
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().context("the port of --smtp is a number")?),
        None => (text, usual),
    };
    if host.is_empty() {
        bail!("give --smtp as mail.example or mail.example:587");
    }
    Ok((host.to_owned(), port))
}

impl Args {
    /// The way these arguments name; none where no mail server is named. `site` is how the program is reached.
    ///
    /// # Errors
    /// When an address or the password file cannot be read, or mail would go unprotected to another machine.
    pub fn read(&self, site: Option<&str>) -> Result<Option<Post>> {
        let (Some(server), Some(from), Some(site)) = (&self.smtp, &self.mail_from, site) else {
            return Ok(None);
        };
        let (host, port) = place(server, self.smtp_tls)?;
        let here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
        let transport = match self.smtp_tls {
            Secrecy::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&host).context("preparing TLS")?,
            Secrecy::Starttls => {
                AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&host).context("preparing TLS")?
            }
            Secrecy::None if here => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host),
            Secrecy::None => bail!("mail goes without TLS only to a mail server on this machine; give --smtp-tls"),
        };
        let mut transport = transport.port(port).timeout(Some(PATIENCE));
        if let (Some(user), Some(file)) = (&self.smtp_user, &self.smtp_password_file) {
            let reading = || format!("reading the password of the mail server from `{}`", file.display());
            let text = fs::read_to_string(file).with_context(reading)?;
            let password = text.lines().next().unwrap_or_default().to_owned();
            transport = transport.credentials(Credentials::new(user.clone(), password));
        }
        let from: Address = from.parse().context("--mail-from is no e-mail address")?;
        Ok(Some(Post {
            transport: transport.build(),
            from: Mailbox::new(None, from),
            site: site.to_owned(),
        }))
    }
}

impl Post {
    /// Sends what waits, again and again, until it is stopped.
    pub async fn send_on(self, store: Store) {
        loop {
            if let Err(problem) = self.send_due(&store).await {
                tracing::error!(%problem, "mail that waits could not be read");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Sends what waits now; how many were handed over.
    ///
    /// # Errors
    /// When the database cannot answer. A mail the server does not take stays in the database with what it said.
    pub async fn send_due(&self, store: &Store) -> Result<u32> {
        let mut sent = 0;
        for mail in store.news_mail_due(AT_ONCE).await? {
            match self.send(&mail).await {
                Ok(()) => {
                    store.news_mail_done(&mail).await?;
                    sent += 1;
                }
                Err((problem, never)) => {
                    tracing::warn!("a mail was not taken by the mail server; see Opsætning");
                    store.news_mail_failed(&mail, &problem, never).await?;
                }
            }
        }
        Ok(sent)
    }

    /// Hands one mail over; else what went wrong, and whether it always will.
    async fn send(&self, mail: &DueMail) -> Result<(), (String, bool)> {
        let wrong = |problem: &dyn std::fmt::Display| (problem.to_string(), true);
        let to: Address = mail.address.parse().map_err(|problem| wrong(&problem))?;
        let (subject, body) = web::post::text(&mail.language, &mail.kind, &self.site);
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body + "\n")
            .map_err(|problem| wrong(&problem))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(problem) => Err((problem.to_string(), problem.is_permanent())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    use std::collections::BTreeSet;

    use access::{Actor, CaseFacts, Role, Spot, act, may, on};
    use casework::case::{CaseEvent, Form, Known};
    use intake::open_folder::{self, OpenFolderFiles};
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use store::{CprKeys, FamilyAccount, FixedClock, ImportRequest, NewFamilyLink, NewGrant, NewStaff, Setup, Token};
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::TcpListener;

    /// A mail server on this machine that keeps what it is sent, and refuses whom it is told to.
    async fn server(refused: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept: Arc<Mutex<Vec<String>>> = Arc::default();
        let all = Arc::clone(&kept);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let all = Arc::clone(&all);
                tokio::spawn(async move {
                    let (read, mut write) = stream.into_split();
                    let mut lines = BufReader::new(read).lines();
                    write.write_all(b"220 here\r\n").await.unwrap();
                    let mut mail: Option<String> = None;
                    while let Ok(Some(line)) = lines.next_line().await {
                        if let Some(text) = &mut mail {
                            if line == "." {
                                all.lock().unwrap().push(mail.take().unwrap());
                                write.write_all(b"250 taken\r\n").await.unwrap();
                            } else {
                                text.push_str(&line);
                                text.push('\n');
                            }
                            continue;
                        }
                        let answer: &[u8] = match line.split([' ', ':']).next().unwrap().to_uppercase().as_str() {
                            "EHLO" | "HELO" => b"250 here\r\n",
                            "RCPT" if !refused.is_empty() && line.contains(refused) => b"550 5.1.1 no such mailbox\r\n",
                            "DATA" => {
                                mail = Some(String::new());
                                b"354 go on\r\n"
                            }
                            "QUIT" => b"221 bye\r\n",
                            _ => b"250 ok\r\n",
                        };
                        write.write_all(answer).await.unwrap();
                    }
                });
            }
        });
        (port, kept)
    }

    fn args(smtp: &str, tls: Secrecy) -> Args {
        Args {
            smtp: Some(smtp.to_owned()),
            smtp_tls: tls,
            smtp_user: None,
            smtp_password_file: None,
            mail_from: Some("naervaer@kommune.example".to_owned()),
        }
    }

    const TODAY: jiff::civil::Date = jiff::civil::Date::constant(2026, 11, 20);

    fn at(text: &str) -> jiff::Timestamp {
        text.parse().unwrap()
    }

    /// A school with a child in a case, its leader, and a mother with a sign-in of her own.
    async fn world(clock: &Arc<FixedClock>) -> (Store, (Actor, CaseFacts), Actor) {
        let file = std::env::temp_dir().join(format!("naervaer-post-{}.sqlite", std::process::id()));
        let _not_there = std::fs::remove_file(&file);
        let store = Store::open(Setup {
            address: format!("sqlite:{}", file.display()),
            clock: Arc::clone(clock) as Arc<dyn store::Clock>,
            zone: TimeZone::get("Europe/Copenhagen").unwrap(),
            keys: CprKeys::from_bytes(&[7; 32]).unwrap(),
        })
        .await
        .unwrap();
        let reading = open_folder::read(OpenFolderFiles {
            schools: Some(b"school_id,name,calendar_id,kind\ns1,Engskolen,c1,folkeskole\n"),
            calendars: Some(b"calendar_id,date\nc1,2026-11-19\nc1,2026-11-20\n"),
            classes: Some(b"class_id,school_id,name,grade,school_year\nk1,s1,3. a,3,2026/2027\n"),
            pupils: Some(
                b"pupil_id,given_name,family_name,cpr,birth_date,protected,household_id\np1,Bo,Eksempel,,,false,\n",
            ),
            enrolments: Some(b"pupil_id,class_id,from,to\np1,k1,2026-08-10,\n"),
            marks: Some(b"pupil_id,date,note,kind,minutes,local_code,noted_at,noted_by\n"),
            partials: None,
            notings: None,
        });
        let folder = reading.importable().unwrap().0;
        let import = may(&Actor::operator(), &Spot::Municipality, TODAY).unwrap();
        store
            .import_folder(&import, &ImportRequest::additions("test", "folder", b""), &folder)
            .await
            .unwrap();
        let listed = access::scope::<act::List, on::PupilAttendance>(&Actor::operator(), TODAY).unwrap();
        let pupil = store.seen(&listed).await.unwrap().pupils().next().unwrap().id();
        let school = store.roster().await.unwrap().schools()[0].id;
        let new = NewStaff {
            username: "lone".to_owned(),
            name: "Lone Leder".to_owned(),
            demo: false,
        };
        let leader = store.staff_add(None, &new).await.unwrap();
        let role = NewGrant {
            staff: leader,
            role: Role::SchoolLeader.word().to_owned(),
            school: Some(school),
            class: None,
            from: date(2026, 8, 1),
            to: None,
        };
        store.role_grant_add(None, &role).await.unwrap();
        let actor = store.actor(leader).await.unwrap();
        let facts = CaseFacts {
            pupil: store.pupil_facts(pupil, TODAY).await.unwrap().unwrap(),
            case: None,
            people: BTreeSet::new(),
        };
        let (pupil_text, leader_text) = (pupil.to_string(), leader.to_string());
        let opened = event(
            "opened",
            &[
                ("pupil", &pupil_text),
                ("origin", "by_hand"),
                ("reason", "Trækker sig"),
                ("coordinator", &leader_text),
                ("mandate", "decides"),
                ("school_contact", &leader_text),
            ],
        );
        let create = may::<act::Create, on::Case>(&actor, &facts, TODAY).unwrap();
        let case = store.case_open(&create, &opened).await.unwrap().unwrap();
        let facts = store.case_facts(case, TODAY).await.unwrap().unwrap();
        let access = store.family_access_facts(case, TODAY).await.unwrap().unwrap();
        let give = may::<act::Create, on::FamilyAccess>(&actor, &access, TODAY).unwrap();
        let new = NewFamilyLink {
            role: Role::Guardian,
            name: "Mette Eksempel".to_owned(),
            reason: None,
        };
        let link = store.family_link_make(&give, &new).await.unwrap();
        let account = FamilyAccount::New {
            username: "mette".to_owned(),
            password: "ti tegn eller flere".to_owned(),
            demo: false,
        };
        let mother = store.family_link_use(&link, &account).await.unwrap();
        let mother = store.actor(mother).await.unwrap();
        (store, (actor, facts), mother)
    }

    fn event(act: &str, fields: &[(&str, &str)]) -> CaseEvent {
        let answers = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
            .collect();
        Form::of(act).unwrap().read(&answers, TODAY).unwrap()
    }

    /// The leader writes something for the family.
    async fn updates(store: &Store, (leader, case): &(Actor, CaseFacts)) {
        let told = event(
            "update_given",
            &[
                ("words", "Bo var glad i dag"),
                ("next_step", "Vi ringer"),
                ("next_on", "2026-12-01"),
            ],
        );
        let known = Known {
            today: TODAY,
            born: None,
            break_near: None,
            consent_when_absent: false,
        };
        let permit = may::<act::Change, on::Case>(leader, case, TODAY).unwrap();
        store.case_write(&permit, &told, &known).await.unwrap().unwrap();
    }

    /// chosen, confirmed by the link, told that there is news and no more, once a day, until it is taken back.
    #[tokio::test]
    async fn news_goes_out_once_a_day_to_an_address_that_was_confirmed() {
        let clock = Arc::new(FixedClock::new(at("2026-11-20T10:00:00Z")));
        let (store, case, mother) = world(&clock).await;
        let (port, mails) = server("").await;
        let way = |port: u16| {
            let way = args(&format!("127.0.0.1:{port}"), Secrecy::None);
            way.read(Some("https://naervaer.example")).unwrap().unwrap()
        };
        let post = way(port);
        updates(&store, &case).await;
        assert_eq!(post.send_due(&store).await.unwrap(), 0, "nobody has chosen mail");
        let me = mother.person().unwrap();
        let choose = may::<act::Change, on::Session>(&mother, &me, TODAY).unwrap();
        store.news_mail_ask(&choose, "mette@mail.example", "pl").await.unwrap();
        updates(&store, &case).await;
        assert_eq!(post.send_due(&store).await.unwrap(), 1);
        let confirm = decoded(&mails.lock().unwrap().pop().unwrap());
        assert!(confirm.contains("To: mette@mail.example"), "{confirm}");
        let token = confirm.split("https://naervaer.example/news/").nth(1).unwrap();
        let token = Token::from_text(token.split_whitespace().next().unwrap());
        assert!(store.news_mail_known(&token).await.unwrap());
        store.news_mail_confirm(&token).await.unwrap();
        assert!(store.news_mail_confirm(&token).await.is_err(), "a link is good once");
        assert_eq!(post.send_due(&store).await.unwrap(), 0, "nothing is news yet");
        updates(&store, &case).await;
        updates(&store, &case).await;
        assert_eq!(post.send_due(&store).await.unwrap(), 1, "much news is one mail");
        let news = decoded(&mails.lock().unwrap().pop().unwrap());
        assert!(news.contains("https://naervaer.example/sign-in"), "{news}");
        for secret in ["Bo", "Eksempel", "Engskolen", "Mette ", "glad", "Lone"] {
            assert!(!news.contains(secret), "{secret}: {news}");
        }
        updates(&store, &case).await;
        assert_eq!(post.send_due(&store).await.unwrap(), 0, "one a day");
        clock.set(at("2026-11-21T10:00:01Z"));
        assert_eq!(post.send_due(&store).await.unwrap(), 1);
        mails.lock().unwrap().clear();
        // A server that does not take it is told of, and asked again only where that can help.
        clock.set(at("2026-11-23T10:00:00Z"));
        updates(&store, &case).await;
        let (refusing, none) = server("mette@").await;
        assert_eq!(way(refusing).send_due(&store).await.unwrap(), 0);
        assert!(none.lock().unwrap().is_empty());
        let administrator = Actor::operator();
        let setup = may::<act::Read, on::Settings>(&administrator, &Spot::Municipality, TODAY);
        let state = store.news_mail_state(&setup.unwrap()).await.unwrap();
        assert_eq!(
            (state.confirmed, state.waiting, state.problems.len()),
            (1, 0, 1),
            "{state:?}"
        );
        assert!(
            state.problems[0].0.contains("550") && !state.problems[0].0.contains("mette@"),
            "{state:?}"
        );
        updates(&store, &case).await;
        let nowhere = TcpListener::bind("127.0.0.1:0")
            .await
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        assert_eq!(way(nowhere).send_due(&store).await.unwrap(), 0);
        assert_eq!(
            post.send_due(&store).await.unwrap(),
            0,
            "it waits before it is tried again"
        );
        clock.set(at("2026-11-23T10:06:00Z"));
        assert_eq!(post.send_due(&store).await.unwrap(), 1);
        assert_eq!(mails.lock().unwrap().len(), 1);
        // Taken back: the address is gone, and nothing goes out.
        let stop = may::<act::Close, on::Session>(&mother, &me, TODAY).unwrap();
        store.news_mail_drop(&stop).await.unwrap();
        clock.set(at("2026-11-30T10:00:00Z"));
        updates(&store, &case).await;
        assert_eq!(post.send_due(&store).await.unwrap(), 0);
        let read = may::<act::Read, on::Session>(&mother, &me, TODAY).unwrap();
        assert!(store.news_mail_one(&read).await.unwrap().is_none());
    }

    fn decoded(mail: &str) -> String {
        let (head, body) = mail.split_once("\n\n").unwrap();
        let body = if head.contains("quoted-printable") {
            body.replace("=\n", "").replace("=3D", "=")
        } else {
            body.to_owned()
        };
        format!("{head}\n\n{body}")
    }

    #[test]
    fn mail_goes_unprotected_to_this_machine_alone() {
        assert!(
            args("127.0.0.1:2525", Secrecy::None)
                .read(Some("https://n.example"))
                .unwrap()
                .is_some()
        );
        assert!(
            args("mail.example", Secrecy::None)
                .read(Some("https://n.example"))
                .is_err()
        );
        assert!(
            args("mail.example:x", Secrecy::Tls)
                .read(Some("https://n.example"))
                .is_err()
        );
        assert!(
            args("mail.example", Secrecy::Starttls)
                .read(Some("https://n.example"))
                .unwrap()
                .is_some()
        );
        assert_eq!(
            place("mail.example", Secrecy::Tls).unwrap(),
            ("mail.example".to_owned(), 465)
        );
    }
}
