//! Keeps and finds all of it in SQLite or PostgreSQL; audit trail; erasure.
//!
//! Start at [`Store`]: one handle, cheap to clone. Lists and pupils are read from the planes ([`Store::seen`],
//! [`Store::seen_pupil`]), which follow the change sequence before they answer; what people did are rows. The store
//! decides nothing about access: it demands a permit or a scope that only `access` can make, and writes its ground to
//! the audit trail in the same unit of work.

mod aged;
mod attachment;
mod audit;
mod carried;
mod case;
mod cipher;
mod class_record;
mod clock;
mod contribution;
mod counsel;
mod count;
mod cpr;
mod db;
mod directory;
mod draft;
mod early;
mod emergency;
mod erase;
mod error;
mod export;
mod factor;
mod family;
mod feed;
mod file;
mod hints;
mod identity;
mod import;
mod insight;
mod known;
mod levels;
mod mark;
mod migrate;
mod mix;
mod news;
mod opening;
mod option;
mod own_rules;
mod planes;
mod practice;
mod progress;
mod reason;
mod reflection;
mod register;
mod request;
mod research;
mod retention;
mod review;
mod roster;
mod roster_file;
mod roster_put;
mod seal;
mod search;
mod seen;
mod session;
mod setting;
mod siblings;
mod sign_in_change;
mod snapshot;
mod sparring;
mod sql;
mod staff;
mod stream;
mod trail;
mod tryout;
mod week;
mod written;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

pub use attachment::{Attachment, AttachmentKind, MOST_ATTACHMENT_BYTES, MOST_ATTACHMENTS};
pub use audit::{AuditEntry, EntryId, asked_from};
pub use carried::Carried;
pub use case::{CaseOutline, Since, view_facts};
pub use cipher::CprKeys;
pub use clock::{Clock, FixedClock, today};
pub use contribution::Question;
pub use count::{Asked, Compared, LEAST_TOLD, SchoolCounts, Told};
pub use directory::{AtSchool, Listed, Load, specialist_spot, team_facts};
pub use draft::{DRAFT_KEPT, Draft};
pub use emergency::{Emergency, EmergencyAsked, OpenEmergency};
pub use error::StoreError;
pub use factor::{CodeSecret, Factors, PasskeyLine, RECOVERY_CODES, SecondTry};
pub use family::{Family, FamilyAccount, FamilyLink, FamilyMember, FamilySeen, NewFamilyLink, OpenLink};
pub use feed::{Feed, FeedRead};
pub use hints::{HintBudgets, RaisedHint, SeenHints};
pub use identity::{Identity, SCIM, ScimAsked, ScimToken, VouchedRole};
pub use import::{
    AbsenceRows, ImportCounts, ImportPlan, ImportReach, ImportRecord, ImportRequest, MOST_PERCENT, MarkRow, PartRow,
};
pub use insight::{FamilyRight, HoldKept, Insight, Kept, TABLES as INSIGHT_TABLES};
pub use levels::{ClassNotice, ClassNotices, ClassSignCounts, RegisterNotice};
pub use mark::{MarkHistory, NewMark, NotingRecord};
pub use news::{DueMail, MailKind, NEWS_SETTING, NewsMail, NewsMailState, NewsRhythm};
pub use opening::Openings;
pub use option::missing_spot;
pub use own_rules::{LocalRules, SavedMapping};
pub use planes::{Partial, Planes};
pub use practice::Steering;
pub use progress::{Progress, Step};
pub use reason::GivenReason;
pub use register::ClassNoted;
pub use request::AskedAbout;
pub use research::{PartFacts, Research, ResearchAsked, ResearchRow, parts_of as research_parts};
pub use retention::{Due, Hold, Periods, RETENTION_SETTING, RetentionCounts, RetentionPlan};
pub use review::review_spot;
pub use roster::{CalendarEntry, ClassEntry, PupilEntry, RegisterBy, Roster, SchoolEntry};
pub use roster_file::{CategoryMix, ClassGaps, RollOver, RolledClass, RosterFile, RosterGap};
pub use seal::{Head, TrailCheck, TrailFault};
pub use search::{CaseHits, ConcernHits, Hit};
pub use seen::{PupilIdentity, PupilStay, Seen, SeenPupil};
pub use session::{IDLE, LONGEST, PasswordTry, Session, SessionLine, SignIn, SignInRequest, Token, VouchedBy};
pub use setting::Setting;
pub use siblings::Sibling;
pub use sign_in_change::{SignInChange, SignInChangeKind};
pub use staff::{Grant, NewGrant, NewStaff, Staff};
pub use trail::{Look, Refused, TrailAsked, TrailLine, TrailPage};
pub use tryout::{MetCounts, PlaceCounts, TriedCounts, Tryout, TryoutCounts, TryoutProgress};
pub use written::{Written, WrittenScopes};

/// What a store is opened with. Everything from outside comes in here.
#[derive(Clone, Debug)]
pub struct Setup {
    /// `sqlite:FILE` or `postgres://…`.
    pub address: String,
    /// Gives the instant.
    pub clock: Arc<dyn Clock>,
    /// Europe/Copenhagen.
    pub zone: TimeZone,
    /// From the key file outside the database.
    pub keys: CprKeys,
}

/// A handle on the database, the planes in memory and the audit trail.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    db: db::Db,
    clock: Arc<dyn Clock>,
    zone: TimeZone,
    keys: CprKeys,
    planes: tokio::sync::Mutex<Option<Arc<Planes>>>,
    early: tokio::sync::Mutex<early::Early>,
    compared: tokio::sync::Mutex<Option<Arc<Compared>>>,
    carried: std::sync::Mutex<Option<carried::Kept>>,
    mixes: std::sync::Mutex<Option<mix::Mixes>>,
    hints: hints::HintsKept,
    class_looks: Arc<aged::Aged<std::collections::HashMap<casework::SchoolId, ClassNotices>>>,
    registers_kept: Arc<aged::Aged<levels::Kept>>,
    trail: audit::Trail,
}

impl Store {
    /// Opens the database and brings it to the newest migration.
    ///
    /// # Errors
    /// When it cannot be reached, or was made by a newer program.
    pub async fn open(setup: Setup) -> Result<Self, StoreError> {
        let db = db::Db::open(&setup.address).await?;
        migrate::migrate(&db, setup.clock.now()).await?;
        let planes = tokio::sync::Mutex::new(None);
        let Setup { clock, zone, keys, .. } = setup;
        let trail = audit::Trail::begin(&db, keys.clone(), clock.now()).await?;
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                clock,
                zone,
                keys,
                planes,
                early: tokio::sync::Mutex::default(),
                compared: tokio::sync::Mutex::default(),
                carried: std::sync::Mutex::new(None),
                mixes: std::sync::Mutex::new(None),
                hints: hints::HintsKept::default(),
                class_looks: Arc::default(),
                registers_kept: Arc::default(),
                trail,
            }),
        })
    }

    /// Closes every connection; what is not committed is undone.
    pub async fn close(&self) {
        match &self.inner.db {
            db::Db::Sqlite(pool) => pool.close().await,
            db::Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Every (table, column) of the live database, for `doctor` and the test that holds it against `privacy.toml`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn column_list(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.db().all(sql::COLUMN_LIST, Vec::new()).await
    }

    /// The instant now.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The date in Copenhagen now.
    pub fn today(&self) -> Date {
        today(self.inner.clock.as_ref(), &self.inner.zone)
    }

    /// The date in Copenhagen of an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.inner.zone.clone()).date()
    }

    fn db(&self) -> &db::Db {
        &self.inner.db
    }

    fn new_uuid(&self) -> Result<Uuid, StoreError> {
        clock::new_uuid(self.now())
    }
}
