# Pupil
pupil-needs = Waiting for you
pupil-need-look = Look, and write what you do
pupil-year = School year { $year }
pupil-window = school year up to and including { $date }
pupil-agreed-lessons = agreed: { $lessons ->
    [0] no lessons
    [one] 1 lesson
   *[other] { $lessons } lessons
}
pupil-agreed-day = shorter timetable agreed
pupil-agreed-span = Shorter timetable agreed from { $from } until { $until }. Absence is shown and counted as always.
pupil-agreed-week = Lessons: { $days }.
pupil-not-noted = { $days } { $days ->
    [one] school day
   *[other] school days
} not noted
pupil-week = Week
pupil-other-years = Other school years:
pupil-raise-concern = Write a concern
pupil-own-link = The pupil's own calendar
pupil-findings = What law and agreements say
pupil-findings-note = A threshold is a point of attention. No single number says when absence is worrying; you judge together.
pupil-findings-none = No threshold is reached and nothing waits.
pupil-finding-duty = What must happen
pupil-finding-deadline = By
pupil-finding-status = What it is
pupil-finding-source = Source
pupil-finding-read = read it
pupil-finding-letter = Show letter
pupil-finding-measured = { $numerator } of { $denominator } half days from { $from } to { $to }. Reached on { $reached }.
pupil-finding-measured-days = { $numerator } { $unit } from { $from } to { $to }. Reached on { $reached }.
pupil-finding-upcoming = Comes if the pupil stays away.
pupil-left = How far it is to the thresholds
pupil-left-note = A count of what has been noted up to and including { $date }; not a warning. Thresholds towards which nothing counts yet, or which cannot be reached in the period, are not here.
pupil-left-none = Nothing that has been noted counts towards a threshold that is not reached.
pupil-left-duty = What the rule says
pupil-left-any-absence = absence
pupil-left-or = { $one } or { $other }
pupil-left-days = { $halves ->
    [1] half a day of { $kind }
    [2] 1 day of { $kind }
   *[other] { $days } days of { $kind }
}
pupil-left-spells = { $spells ->
    [one] 1 new spell of { $kind }
   *[other] { $spells } new spells of { $kind }
}
pupil-left-without-attendance = { $halves ->
    [2] 1 school day without attendance
   *[other] { $days } school days without attendance
}
pupil-left-at-least = At least { $amount } more
pupil-left-in-quarter = { $amount } more in this quarter
pupil-left-in-year = { $amount } more in this school year
pupil-left-in-a-row = { $amount } more in a row
pupil-left-then = { $more }, then { $then } ({ $limit }).
pupil-left-reached = { $more }, then “{ $name }” is reached.
pupil-left-share = { $share } %
pupil-left-limit = { $days } days
pupil-left-limit-more = more than { $days } days
pupil-left-counted = Counted now: { $now } { $unit }
pupil-left-invite = Invite already now to a talk about teaching during illness
pupil-notification = The duty to notify is each person’s own.
pupil-left-counted-of = Counted now: { $now } of { $least } { $unit }
pupil-left-short = { $name }: { $amount } more
pupil-unit-half-days = half days
pupil-unit-days = school days
pupil-unit-spells = spells of absence
pupil-version = { $source } (in force from { $date })
pupil-status-law = Law
pupil-status-agreed = Politically agreed, not in force: advisory
pupil-status-proposed = Proposal
pupil-status-local = The municipality's own rule
pupil-status-named = Named rule: asks nothing of anybody, only says look here
pupil-status-statistic = Statistic: asks nothing of anybody
pupil-basis-changed = The basis has changed: after a correction the rule no longer holds. See whether a message must be taken back.
pupil-basis-other = The basis has changed: the numbers are now { $now }.
pupil-basis-taken = The basis has changed: after a correction { $numerator } { $unit } are counted, and the rule no longer holds. Write what was done, or why not.
pupil-basis-taken-share = The basis has changed: after a correction { $numerator } of { $denominator } { $unit } are counted, and the rule no longer holds. Write what was done, or why not.
pupil-days-behind = { $days ->
    [one] The day behind it
   *[other] The { $days } days behind it
}
pupil-record-done = Done { $date } ({ $by }): { $words }
pupil-record-not-done = Not done ({ $by }): { $words }
pupil-duty-words = What was done – or why not?
pupil-duty-day = When?
pupil-duty-done = It is done
pupil-duty-not-done = We will not do it
done-pupil-duty-saved = It is written down.
pupil-signs = What was seen
pupil-signs-note = Signs are questions, not answers: what was seen, and what is normal for this child?
pupil-signs-none = No signs in the pattern right now.
pupil-quarters = Quarter by quarter
pupil-quarter = Quarter
pupil-quarter-label = Quarter { $number }, { $year }
pupil-total = Total
pupil-days-of = Days of school days
pupil-illness = Ill
pupil-unlawful = Unlawful
pupil-leave = Authorised leave
pupil-late = Late
pupil-left-early = Left early
pupil-spells = Spells
pupil-quarters-unit = Ill, unlawful and authorised leave are in school days; late, left early and spells are counts.
pupil-concerns = Concerns
pupil-concerns-none = Nobody has written a concern.
pupil-concern-line = { $date }, from { $by }
pupil-concern-open = waits for an answer
pupil-concern-watched = we watch until { $date }
pupil-concern-acted = we act
pupil-concern-closed = answered, no action
pupil-decided = Decided at reviews
pupil-decided-none = The pupil has not been at a review.
pupil-event-review = Review { $date }
pupil-event-concern = Concern { $date }
pupil-correct = Correct the day
pupil-correct-note = What stood before stays in the history.
pupil-correct-reason = Why is it corrected?
pupil-correct-reason-hint = For example "the mother called at 9, he was at the doctor's". The law asks for an explanation when absence changes kind.
pupil-correct-save = Save the correction
pupil-correct-back = Back to the pupil
pupil-correct-no-reason = Write why it is corrected. Nothing is changed yet.
pupil-correct-nothing = Choose what it should say. Nothing is changed yet.
done-pupil-corrected = The day is corrected.
pupil-day-closed = The pupil has no school this day.
pupil-day-imported = The school's register is kept elsewhere and read in here. Correct the day there.
pupil-day-not-yours = You may see the day, but not correct it.
pupil-slot-start = At the start of the day
pupil-slot-end = At the end of the day
pupil-slot-day = The day
pupil-slot-left = Did the pupil leave early?
pupil-kind-late = Came late
pupil-kind-left-early = Left early
pupil-history = History
pupil-history-none = There are no marks about the day.
pupil-history-when = When
pupil-history-who = Who
pupil-history-what = What
pupil-history-why = Why
pupil-history-stands = stands
pupil-history-import = read in from a file
pupil-history-slot = { $slot }: { $what }
pupil-own-title = { $name } and the school year
pupil-own-there = { $name }, you have been at school { $days } { $days ->
    [one] day
   *[other] days
}.
pupil-own-good = Weeks when you were here every day
pupil-own-year = Your whole school year
pupil-own-talk = We can talk about
pupil-own-question-1 = What made the good weeks good?
pupil-own-question-2 = What was hard on the days you were not here?
pupil-own-question-3 = Who or what can help?
pupil-own-print = Print
pupil-duty-missing = Write what was done and when – or why not. Nothing is saved yet.
pupil-siblings = In the same household
pupil-siblings-note = For the school's review only. Shared days may have a shared reason that one talk can find.
pupil-sibling-see = See { $name }
pupil-case = Case
pupil-case-none = There is no case.
pupil-case-open = Open a case
pupil-case-runs = Case since { $on }, coordinator: { $name }
pupil-case-closed = Case from { $on }, closed
pupil-event-case = Case opened { $date }
cpr = CPR number
cpr-link = Show CPR number
cpr-lead = The number is shown only when you need it now. The reason is written to the trail, and the data protection officer reads it.
cpr-why = What do you need it for?
cpr-show = Show the number
cpr-problems = The number is not shown
cpr-problem-reason = Write what you need the number for. At most 500 characters.
cpr-none = No CPR number is kept of the pupil.
cpr-once = When you leave the page, the number is gone again.
cpr-back = Back to the pupil
cpr-letter = Put the CPR number on: what is it needed for?
cpr-letter-hint = Left empty: there is a line to write the number on by hand. The reason is written to the trail.
