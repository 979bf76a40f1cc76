//! Every SQL statement of the program: one file each in `sql/`, named noun first.

/// One statement in the words of both databases.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statement {
    /// The file's name without its endings; only the test that prepares every statement asks for it.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test that prepares every statement")
    )]
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

macro_rules! statement {
    (same $file:literal) => {
        Statement {
            name: $file,
            sqlite: include_str!(concat!("../sql/", $file, ".sql")),
            postgres: include_str!(concat!("../sql/", $file, ".sql")),
        }
    };
    (split $file:literal) => {
        Statement {
            name: $file,
            sqlite: include_str!(concat!("../sql/", $file, ".sqlite.sql")),
            postgres: include_str!(concat!("../sql/", $file, ".postgres.sql")),
        }
    };
}

macro_rules! statements {
    ($($kind:ident $name:ident $file:literal;)*) => {
        $(pub(crate) const $name: Statement = statement!($kind $file);)*

        /// Every statement; a test prepares each on both databases.
        #[cfg(test)]
        pub(crate) const ALL: &[Statement] = &[$($name),*];
    };
}

statements! {
    same AGREED_WEEK_ADD "agreed_week_add";
    same AGREED_WEEK_CLEAR "agreed_week_clear";
    same AGREED_WEEK_ERASE "agreed_week_erase";
    same AGREED_WEEK_LIST "agreed_week_list";
    same AGREED_WEEK_LIST_OF "agreed_week_list_of";
    same AGREED_WEEK_UNFILLED "agreed_week_unfilled";
    same ATTACHMENT_ADD "attachment_add";
    same ATTACHMENT_COUNT "attachment_count";
    same ATTACHMENT_ERASE "attachment_erase";
    same ATTACHMENT_LIST "attachment_list";
    same ATTACHMENT_LIST_OF "attachment_list_of";
    same ATTACHMENT_ONE "attachment_one";
    same ATTACHMENT_REMOVE "attachment_remove";
    same AUDIT_ADD "audit_add";
    same AUDIT_DROP_EXPIRED "audit_drop_expired";
    same AUDIT_EXPIRE "audit_expire";
    same AUDIT_EXPIRING "audit_expiring";
    same AUDIT_FIND "audit_find";
    same AUDIT_LIST_BEFORE "audit_list_before";
    split AUDIT_LOCK "audit_lock";
    same AUDIT_ONE "audit_one";
    same AUDIT_SEAL_ADD "audit_seal_add";
    same AUDIT_SEAL_LIST "audit_seal_list";
    same AUDIT_SEALED "audit_sealed";
    same AUDIT_SEGMENT_ADD "audit_segment_add";
    same AUDIT_UNSEALED "audit_unsealed";
    same CALENDAR_DAY_CLEAR "calendar_day_clear";
    split CALENDAR_DAY_PUT "calendar_day_put";
    split CALENDAR_LIST "calendar_list";
    split CALENDAR_PUT "calendar_put";
    same CASE_ERASE "case_erase";
    same CASE_LIST "case_list";
    same CASE_LIST_OF "case_list_of";
    same CASE_ONE "case_one";
    same CASE_OPENING_ADD "case_opening_add";
    same CASE_OPENING_ERASE "case_opening_erase";
    same CASE_OPENING_LIST_OF "case_opening_list_of";
    same CASE_PERSON_ADD "case_person_add";
    same CASE_PERSON_CLEAR "case_person_clear";
    same CASE_PERSON_ERASE "case_person_erase";
    same CASE_PERSON_LIST "case_person_list";
    same CASE_PERSON_LIST_OF "case_person_list_of";
    same CASE_PUT "case_put";
    same CASE_QUESTION_ADD "case_question_add";
    same CASE_QUESTION_CLEAR "case_question_clear";
    same CASE_QUESTION_ERASE "case_question_erase";
    same CASE_QUESTION_LIST_OF "case_question_list_of";
    same CASE_QUESTION_ONE "case_question_one";
    same CASE_QUESTION_UNFILLED "case_question_unfilled";
    same CHANGE_LIST "change_list";
    same CHANGE_TAKE "change_take";
    same CLASS_BEFORE_PUT "class_before_put";
    same CLASS_LIST "class_list";
    split CLASS_LIST_OF "class_list_of";
    split CLASS_PUT "class_put";
    same CLASS_RECORD_ADD "class_record_add";
    same CLASS_RECORD_DUE "class_record_due";
    same CLASS_RECORD_LIST_DUE "class_record_list_due";
    same CLASS_RECORD_LIST_OF "class_record_list_of";
    same CLASS_RECORD_SWEEP "class_record_sweep";
    same CODE_MAKER_DROP "code_maker_drop";
    same CODE_MAKER_ONE "code_maker_one";
    same CODE_MAKER_PUT "code_maker_put";
    same CODE_MAKER_USE "code_maker_use";
    split COLUMN_LIST "column_list";
    same DIRECTORY_ADD "directory_add";
    same DIRECTORY_CHANGE "directory_change";
    same DIRECTORY_DROP "directory_drop";
    same DIRECTORY_LIST "directory_list";
    same DRAFT_DROP "draft_drop";
    same DRAFT_ERASE "draft_erase";
    same DRAFT_ONE "draft_one";
    same DRAFT_PUT "draft_put";
    same DRAFT_SWEEP "draft_sweep";
    same EMERGENCY_ADD "emergency_add";
    same EMERGENCY_END "emergency_end";
    same EMERGENCY_END_BEFORE "emergency_end_before";
    same EMERGENCY_ERASE "emergency_erase";
    same EMERGENCY_FIND "emergency_find";
    same EMERGENCY_LIST "emergency_list";
    same EMERGENCY_ONE "emergency_one";
    same EMERGENCY_OPEN_OF "emergency_open_of";
    split ENROLMENT_CLEAR "enrolment_clear";
    split ENROLMENT_CUT "enrolment_cut";
    same ENROLMENT_ERASE "enrolment_erase";
    split ENROLMENT_LIST "enrolment_list";
    split ENROLMENT_LIST_OF "enrolment_list_of";
    split ENROLMENT_PUT "enrolment_put";
    same FACTOR_COUNT "factor_count";
    same FAMILY_ACCOUNT_ADD "family_account_add";
    same FAMILY_GONE_BLANK "family_gone_blank";
    same FAMILY_GONE_DRAFTS "family_gone_drafts";
    same FAMILY_GONE_LAST_LOOKS "family_gone_last_looks";
    same FAMILY_GONE_LIST "family_gone_list";
    same FAMILY_GONE_MAIL "family_gone_mail";
    same FAMILY_GONE_SESSIONS "family_gone_sessions";
    same FAMILY_GRANT_ADD "family_grant_add";
    same FAMILY_GRANT_END "family_grant_end";
    same FAMILY_GRANT_ERASE "family_grant_erase";
    same FAMILY_GRANT_LIST_OF "family_grant_list_of";
    same FAMILY_LINK_ADD "family_link_add";
    same FAMILY_LINK_DROP "family_link_drop";
    same FAMILY_LINK_ERASE "family_link_erase";
    same FAMILY_LINK_LIST_OF "family_link_list_of";
    same FAMILY_LINK_ONE "family_link_one";
    same FAMILY_LINK_USE "family_link_use";
    same FEED_BY_TOKEN "feed_by_token";
    same FEED_DROP "feed_drop";
    same FEED_ONE "feed_one";
    same FEED_PUT "feed_put";
    same FEED_READ "feed_read";
    same FIRST_LINK_ADD "first_link_add";
    same FIRST_LINK_USE "first_link_use";
    same FIRST_LINK_VALID "first_link_valid";
    same GIVEN_REASON_ADD "given_reason_add";
    same GIVEN_REASON_ERASE "given_reason_erase";
    same GIVEN_REASON_LIST_OF "given_reason_list_of";
    same GIVEN_REASON_LIST_OF_ACT "given_reason_list_of_act";
    same HOLD_ADD "hold_add";
    same HOLD_END "hold_end";
    same HOLD_ERASE "hold_erase";
    same HOLD_LIST "hold_list";
    same HOLD_LIST_OF "hold_list_of";
    same HOUSEHOLD_ERASE "household_erase";
    same HOUSEHOLD_LIST "household_list";
    split HOUSEHOLD_PUT "household_put";
    same IMPORT_ADD "import_add";
    same IMPORT_LIST "import_list";
    same IMPORT_ONE "import_one";
    same IMPORT_UNDO "import_undo";
    same LAST_LOOK_ONE "last_look_one";
    same LAST_LOOK_PUT "last_look_put";
    same LOCAL_RULES_ADD "local_rules_add";
    same LOCAL_RULES_LIST "local_rules_list";
    split LOG_WRITE_HOME "log_write_home";
    same MAPPING_ADD "mapping_add";
    same MAPPING_LIST "mapping_list";
    same MARK_ADD "mark_add";
    same MARK_DELAY_LIST "mark_delay_list";
    same MARK_ERASE "mark_erase";
    same MARK_EXPORT "mark_export";
    split MARK_FOLD_ALL "mark_fold_all";
    split MARK_FOLD_OF "mark_fold_of";
    same MARK_LIST_AFTER "mark_list_after";
    same MARK_LIST_BETWEEN "mark_list_between";
    split MARK_LIST_BETWEEN_OF "mark_list_between_of";
    same MARK_LIST_KNOWN "mark_list_known";
    same MARK_LIST_OF "mark_list_of";
    same MARK_LIST_OF_IMPORT "mark_list_of_import";
    same MARK_LIST_UNDONE "mark_list_undone";
    split MARK_LIST_UNDONE_OF "mark_list_undone_of";
    split MARK_LOG_OF "mark_log_of";
    same MARK_MINUTES_LATE "mark_minutes_late";
    split MARK_PUT "mark_put";
    same MIGRATION_ADD "migration_add";
    same MIGRATION_LIST "migration_list";
    split MIGRATION_LOCK "migration_lock";
    split MIGRATION_TABLE_MAKE "migration_table_make";
    same NEWS_MAIL_CLAIM "news_mail_claim";
    same NEWS_MAIL_CONFIRM "news_mail_confirm";
    same NEWS_MAIL_DONE "news_mail_done";
    same NEWS_MAIL_DROP "news_mail_drop";
    same NEWS_MAIL_DUE "news_mail_due";
    same NEWS_MAIL_FAILED "news_mail_failed";
    same NEWS_MAIL_KNOWN "news_mail_known";
    same NEWS_MAIL_NEWS "news_mail_news";
    same NEWS_MAIL_NEWS_TO "news_mail_news_to";
    same NEWS_MAIL_ONE "news_mail_one";
    same NEWS_MAIL_PROBLEMS "news_mail_problems";
    same NEWS_MAIL_PUT "news_mail_put";
    same NEWS_MAIL_SECRET "news_mail_secret";
    same NEWS_MAIL_STATE "news_mail_state";
    same NOTING_CLASS_LIST_OF_IMPORT "noting_class_list_of_import";
    same NOTING_EXPORT "noting_export";
    same NOTING_LIST_AFTER "noting_list_after";
    same NOTING_LIST_KNOWN "noting_list_known";
    same NOTING_LIST_OF "noting_list_of";
    split NOTING_LIST_OF_CLASSES "noting_list_of_classes";
    split NOTING_PUT "noting_put";
    same PARTIAL_ERASE "partial_erase";
    same PARTIAL_LIST "partial_list";
    split PARTIAL_PUT "partial_put";
    same PASSKEY_ADD "passkey_add";
    same PASSKEY_CLEAR "passkey_clear";
    same PASSKEY_DROP "passkey_drop";
    same PASSKEY_LIST "passkey_list";
    same PASSKEY_USE "passkey_use";
    same PSEUDONYM_ERASE "pseudonym_erase";
    split PSEUDONYM_LIST_BY_NUMBER "pseudonym_list_by_number";
    split PSEUDONYM_LIST_OF "pseudonym_list_of";
    same PSEUDONYM_OF "pseudonym_of";
    split PSEUDONYM_PUT "pseudonym_put";
    same PUPIL_BY_CPR "pupil_by_cpr";
    same PUPIL_CPR "pupil_cpr";
    same PUPIL_CPR_LIST "pupil_cpr_list";
    same PUPIL_CPR_SEALED_LIST "pupil_cpr_sealed_list";
    same PUPIL_ERASE "pupil_erase";
    same PUPIL_ID_LIST "pupil_id_list";
    same PUPIL_LIST "pupil_list";
    split PUPIL_LIST_OF "pupil_list_of";
    split PUPIL_PUT "pupil_put";
    same RECOVERY_CODE_ADD "recovery_code_add";
    same RECOVERY_CODE_CLEAR "recovery_code_clear";
    same RECOVERY_CODE_COUNT "recovery_code_count";
    same RECOVERY_CODE_USE "recovery_code_use";
    split REVIEW_MEETING_LIST_OF "review_meeting_list_of";
    split REVIEW_SERIES_LIST_AT "review_series_list_at";
    same ROLE_GRANT_ADD "role_grant_add";
    same ROLE_GRANT_END "role_grant_end";
    same ROLE_GRANT_LIST "role_grant_list";
    same ROLE_GRANT_LIST_OF "role_grant_list_of";
    same RETENTION_RUN_ADD "retention_run_add";
    same RETENTION_RUN_LIST "retention_run_list";
    split ROSTER_CHANGE_ADD "roster_change_add";
    same ROSTER_CHANGE_CLEAR "roster_change_clear";
    same ROSTER_CHANGE_ERASE "roster_change_erase";
    same ROSTER_CHANGE_LIST "roster_change_list";
    same SCHOOL_LIST "school_list";
    split SCHOOL_PUT "school_put";
    same SCHOOL_REGISTER_PUT "school_register_put";
    same SCIM_TOKEN_ADD "scim_token_add";
    same SCIM_TOKEN_DROP "scim_token_drop";
    same SCIM_TOKEN_LIST "scim_token_list";
    same SCIM_TOKEN_USE "scim_token_use";
    same SEARCH_ERASE "search_erase";
    split SEARCH_LIST "search_list";
    split SEARCH_PUT "search_put";
    same SEARCH_UNFILLED "search_unfilled";
    same SESSION_ADD "session_add";
    same SESSION_BY_TOKEN "session_by_token";
    same SESSION_ID_TOKEN "session_id_token";
    same SESSION_LIST "session_list";
    same SESSION_REVOKE "session_revoke";
    same SESSION_REVOKE_ALL "session_revoke_all";
    same SESSION_SEEN "session_seen";
    same SESSION_SWEEP "session_sweep";
    same SETTING_HISTORY "setting_history";
    same SETTING_LIST "setting_list";
    same SETTING_PUT "setting_put";
    same SIGN_IN_CHANGE_ADD "sign_in_change_add";
    same SIGN_IN_CHANGE_LIST "sign_in_change_list";
    same SIGN_IN_CHANGE_SEEN "sign_in_change_seen";
    same SIGN_IN_CHANGE_SWEEP "sign_in_change_sweep";
    same SNAPSHOT_ADD "snapshot_add";
    same SNAPSHOT_CLEAR "snapshot_clear";
    same SNAPSHOT_HEAD "snapshot_head";
    same SNAPSHOT_LIST "snapshot_list";
    same STAFF_ADD "staff_add";
    same STAFF_BY_IDENTITY "staff_by_identity";
    same STAFF_BY_USERNAME "staff_by_username";
    same STAFF_COUNT "staff_count";
    same STAFF_DISABLE "staff_disable";
    same STAFF_IDENTITY_ADD "staff_identity_add";
    same STAFF_IDENTITY_CLEAR "staff_identity_clear";
    same STAFF_IDENTITY_DROP "staff_identity_drop";
    same STAFF_IDENTITY_LIST "staff_identity_list";
    same STAFF_IDENTITY_LIST_OF "staff_identity_list_of";
    same STAFF_LIST "staff_list";
    same STAFF_ONE "staff_one";
    same STAFF_PASSWORD_PUT "staff_password_put";
    same STAFF_RENAME "staff_rename";
    same STAFF_USERNAME_PUT "staff_username_put";
    same STREAM_ADD "stream_add";
    same STREAM_ENTRY_ADD "stream_entry_add";
    same STREAM_DROP "stream_drop";
    same STREAM_ENTRY_DROP "stream_entry_drop";
    same STREAM_ENTRY_ERASE "stream_entry_erase";
    same STREAM_ERASE "stream_erase";
    same STREAM_LIST "stream_list";
    same STREAM_LIST_ABOUT "stream_list_about";
    same STREAM_LIST_BEGUN "stream_list_begun";
    same STREAM_LIST_BEGUN_BY "stream_list_begun_by";
    same STREAM_LIST_OF "stream_list_of";
    split STREAM_LIST_OF_KINDS "stream_list_of_kinds";
    split STREAM_LIST_THESE "stream_list_these";
    same STREAM_LIST_WHOLE "stream_list_whole";
    same STREAM_ONE "stream_one";
    same STREAM_OVER "stream_over";
    same STREAM_SWEEP "stream_sweep";
    same STREAM_SWEEP_ENTRIES "stream_sweep_entries";
    same THROTTLE_BACK "throttle_back";
    same THROTTLE_CLEAR "throttle_clear";
    split THROTTLE_LOCK "throttle_lock";
    same THROTTLE_ONE "throttle_one";
    same THROTTLE_PUT "throttle_put";
    same THROTTLE_SWEEP "throttle_sweep";
    split WORK_BEGIN "work_begin";
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::db::Db;
    use crate::migrate::migrate;
    use sqlx::{Executor, SqlSafeStr};
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_a_statement_of_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sql");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .map(|name| name.split('.').next().unwrap().to_owned())
            .collect();
        let listed: BTreeSet<String> = ALL.iter().map(|s| s.name.to_owned()).collect();
        assert_eq!(files, listed);
    }

    #[tokio::test]
    async fn every_statement_is_prepared_by_sqlite() {
        let folder = std::env::temp_dir().join(format!("naervaer-prepare-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.join("test.sqlite").display()))
            .await
            .unwrap();
        migrate(&db, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        let Db::Sqlite(pool) = db else { panic!() };
        for statement in ALL {
            let prepared = pool.prepare(statement.sqlite.into_sql_str()).await;
            assert!(prepared.is_ok(), "{}: {:?}", statement.name, prepared.err());
        }
        pool.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn every_statement_is_prepared_by_postgresql() {
        let server = std::env::var("NAERVAER_TEST_POSTGRES")
            .expect("NAERVAER_TEST_POSTGRES must hold the address of a PostgreSQL (`cargo xtask ci` starts one)");
        let schema = format!("prepare_{}", std::process::id());
        let admin = sqlx::PgPool::connect(&server).await.unwrap();
        let make = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
        sqlx::raw_sql(make).execute(&admin).await.unwrap();
        let joined = if server.contains('?') { '&' } else { '?' };
        let db = Db::open(&format!("{server}{joined}options=-c%20search_path%3D{schema}"))
            .await
            .unwrap();
        migrate(&db, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        let Db::Postgres(pool) = db else { panic!() };
        for statement in ALL {
            let prepared = pool.prepare(statement.postgres.into_sql_str()).await;
            assert!(prepared.is_ok(), "{}: {:?}", statement.name, prepared.err());
        }
        pool.close().await;
    }
}
