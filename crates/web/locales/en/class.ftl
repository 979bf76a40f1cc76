# Class
class-facts = { $school } · { $pupils } { $pupils ->
    [one] pupil
   *[other] pupils
}
class-was-last-year = was { $name } last year
class-was = was { $name } in { $year }
class-register = Register of { $date }
class-days = Other days
class-pupil = Pupil
class-no-pupils = There are no pupils in the class.
class-noted = { $slot }: noted at { $time } ({ $by }).
class-not-noted = { $slot }: not noted yet.
class-imported = The register is kept in the school's own system and read in here. You can only see it.
class-not-yours = You may see the class's register, but not write in it.
class-no-school = There is no school this day.
class-register-hint = Arrow keys up and down walk between the pupils. One letter marks and goes on. Enter saves.
class-reason = Why is an earlier day corrected?
class-reason-missing = Write why an earlier day is corrected. Nothing is changed yet.
class-save = Save
class-rest = Save – the rest are present
class-rest-start = Save – the rest were here at the start
class-rest-end = Save – the rest were here at the end
done-class-saved = The class is saved.
class-key-present = p
class-key-illness = i
class-key-leave = f
class-key-unlawful = u
class-key-late = l
class-key-left-early = g
class-shortcut-walk = Go to the pupil above or below
class-minutes = Minutes
class-minutes-short = min
class-minutes-wrong = Minutes are a whole number from 1 to { $most }. Nothing has been saved yet; put the number right and save again.
class-shortcut-minutes = minutes late or early, right after (may be left out)
class-message = Type in a message from a parent
class-message-pupil = About
class-message-kind = It is about
class-message-from = From
class-message-to = Up to and including
class-message-words = The parent's words
class-message-save = Save the message
done-class-message = The message is saved.
class-message-wrong = Choose a pupil, write the parent's words and at most 60 days from one day to the other. Nothing is changed yet.
class-note-message = Message: { $words }
class-picture = { $class }: the last 40 school days
class-order-weeks = Week by week
class-order-weekdays = Mondays together, Tuesdays together
class-hints = Signs about pupils of the class
class-hints-none = Nobody to look at right now.
class-hints-show = { $count ->
    [one] Show { $count } pupil somebody should look at (only while pupils do not see the screen)
   *[other] Show { $count } pupils somebody should look at (only while pupils do not see the screen)
}
class-signs = The class as a whole
class-signs-note = A sign says: look here. It does not say why, and no class or teacher is compared with another.
class-sign-days = { $from } to { $to }, five school days at a time: { $fives }. Standing since { $since }.
class-sign-teacher = The class got a new teacher on { $date }. A change can unsettle by itself; it says nothing about the teacher.
class-sign-stage = The pupils have just begun grade { $grade }. The step is a known time when more children find it hard.
class-sign-waits = The school's page shows one new sign of a class a month at most; this one waits.
class-signs-how = How it is counted
class-signs-how-text = School days are taken five at a time, and in five school days each pupil counts once at most, so one child is never a sign of the class. The last 20 school days are held against the same pupils' 100 school days before and against the others of the same stage in the same days: so season and flu over the whole school do not count. The worst week is counted no higher than the second worst. The sign is shown only when there is half as much again as expected, with at least five pupils behind it, and so large a difference comes once in 500 at most when nothing has happened.
