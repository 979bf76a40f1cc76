trail-heading = Who has seen what
trail-lead = Everything anybody has read or changed about a child, and what anybody was refused. This search is written down too.
trail-search = Search the log
trail-problems = The search could not be made
trail-problem-pupil = No pupil has that name. Type the beginning of a name.
trail-problem-person = No member of staff has that name. Type a part of the name or the user name.
trail-problem-days = The dates could not be read. The first day must lie before the last.
trail-pupil = The pupil's name
trail-person = Member of staff
trail-from = From
trail-to = To
trail-action = Action
trail-resource = Information
trail-any = All
trail-which-pupil = Which pupil?
trail-which-person = Which member of staff?
trail-about-one = Shows only what is about { $name }.
trail-of-one = Shows only what { $name } has done.
trail-everybody = Show all
trail-pupil-gone = a pupil who is not there any more
trail-none = Nothing in the log fits the search.
trail-not-yet = Nothing found yet. The log is long; search further back below.
trail-more = Look further back
trail-at = When
trail-who = Who
trail-what = What
trail-about = About
trail-where = From where
trail-who-program = The program
trail-missing = something that is not there
trail-who-gone = An account that is not there any more
trail-pupils = { $count ->
    [one] 1 pupil
   *[other] { $count } pupils
}
trail-entry = Entry
trail-ground = Ground
trail-written = Written in the log
trail-policy = Rule
trail-number = Number
trail-about-nobody = The entry is about no pupil.
trail-gone = { $count ->
    [one] 1 pupil has been erased since and cannot be named.
   *[other] { $count } pupils have been erased since and cannot be named.
}
trail-action-read = Read
trail-action-list = Seen in a list
trail-action-create = Made
trail-action-change = Changed
trail-action-close = Closed
trail-action-export = Taken out
trail-action-undo = Undone
trail-action-refused = Refused
trail-action-sign-in = Signed in
trail-action-sign-in-halfway = Password right, second proof awaited
trail-action-sign-in-refused = Sign-in refused
trail-action-sign-out = Signed out
trail-action-sign-out-everywhere = Signed out everywhere
trail-action-set = Setting changed
trail-action-add = Account made
trail-action-rename = Name changed
trail-action-password = Password changed
trail-action-grant = Role given
trail-action-end = Role ended
trail-action-calendar-read = Calendar read
trail-action-calendar-address-made = Calendar address made
trail-action-calendar-address-taken-back = Calendar address taken back
retention-heading = Retention and erasing
retention-lead = Who is to be erased, who is held back, and what has been erased. Operations run the erasing itself; everything about a pupil is written out first.
retention-problems = It could not be kept
retention-problem-reason = Write why the pupil must not be erased yet. At most 500 characters.
retention-due = Whose time is over
retention-decided = The period is decided: { $by }.
retention-undecided = The municipality has not decided how long pupils are kept. Until then nobody is erased. The administrator writes the decision under Setup.
retention-nobody = No pupil's time is over.
retention-pupil = Pupil
retention-left = Last day at school
retention-then = At the next run
retention-is-held = Held back
retention-is-archive = Written out for the archive and erased
retention-is-erased = Written out and erased
retention-more = { $count ->
    [one] And 1 more pupil.
   *[other] And { $count } more pupils.
}
retention-trail = { $count ->
    [one] 1 entry of the log is too old and is taken out; its seal stays.
   *[other] { $count } entries of the log are too old and are taken out; their seals stay.
}
retention-holds = Held back
retention-holds-lead = A complaint, a case at court or a request for access can demand that a pupil's file is not erased yet. As long as somebody holds it back, neither the job nor any member of staff can erase it.
retention-hold = Hold back
retention-hold-end = Let go
retention-hold-end-of = Let go of { $name }
retention-reason = Why must { $name } not be erased yet?
retention-find = Find the pupil
retention-runs = What has been erased
retention-did-pupils = { $count ->
    [one] 1 pupil erased
   *[other] { $count } pupils erased
}
retention-did-held = { $count } held back
retention-did-trail = { $count } entries taken out of the log
retention-did-sessions = { $count } old sign-ins
retention-did-drafts = { $count } drafts
retention-did-counsel = { $count } pieces of advice without a child
retention-did-classes = { $count } talks, agreements and sums of classes
retention-beside = Without any child: { $counsel } pieces of advice and { $classes } talks, agreements and sums of classes are too old and are taken away.
done-held = The pupil is held back and is not erased.
done-hold-ended = The pupil is held back no longer.
trail-retention = Retention and erasing
trail-action-second-proof = Second proof given
trail-action-second-proof-refused = Second proof refused
trail-action-open = Account opened again
trail-action-family-link-used = Family link used
trail-reasons = Reason
trail-action-news-mail-asked = E-mail about news chosen
trail-action-news-mail-confirmed = E-mail address confirmed
trail-action-news-mail-stopped = E-mail about news stopped
