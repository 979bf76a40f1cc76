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

class-community = The class as a community
class-community-of = { $class } as a community
class-community-lead = What the class has talked of, agreed and answered together – and when you look at it again.
class-community-see = See and write down what the class has talked of and agreed
class-community-due = { $count ->
    [one] One thing is to be looked at again.
   *[other] { $count } things are to be looked at again.
}
class-record-nobody = No child is named here. A text with the name of a pupil of the class is not kept before it is reworded. Nicknames the program cannot know; leave them out yourself.
class-record-problems = It has not been kept yet. Everything you wrote still stands here.
class-record-named = “{ $name }” is the name of a pupil of the class. Reword it so that no child can be known ({ $field }).
class-record-too-few = Too few have answered. A question with so few answers may point to one child; leave its fields empty, or ask when more are there.
class-record-too-many = A question has more answers than there were pupils. Count again.
class-record-too-many-questions = Those are too many questions at once. Leave some empty.
class-record-has-ended = The agreement has already ended. Open the page again.
class-record-agreements = Agreements of the class
class-record-no-agreements = The class has no agreements right now.
class-record-over = { $count ->
    [one] One earlier agreement
   *[other] { $count } earlier agreements
}
class-record-talks = Talks with the class
class-record-no-talks = No talk has been written down yet.
class-record-temperatures = Temperature of the class
class-record-temperatures-text = A few questions that the class answers without names. Only the sums of the class are kept, and only when enough have answered. The numbers do not say how a child is; talk with the class about them.
class-record-no-temperatures = The class has not been asked yet.
class-record-side-by-side = The answers of the class, time after time
class-record-asked = Question
class-record-new-talk = Write down a talk with the class
class-record-new-agreement = Write down an agreement of the class
class-record-new-temperature = Write down the answers of the class
class-record-talk-lead = Ask the class, and write down what it says – in its own words.
class-record-agreement-lead = What do you do when somebody is away, and when somebody comes back? Write who does what: the desk mate, the host of the day, those at the table.
class-record-temperature-lead = Let the class answer on paper without names, or with closed eyes and a hand in the air. Add up, write the sums here, and throw the papers away.
class-record-talk-on = Talk { $on }
class-record-agreement-from = Agreement from { $on }
class-record-temperature-on = Answers of the class { $on }
class-record-on = When?
class-record-question = What did you ask? Such as: What is a good classmate?
class-record-said = What did the class say?
class-record-proposals = What did pupils propose?
class-record-decided = What did the class decide?
class-record-agreed = What have you agreed?
class-record-from = From when?
class-record-until = Up to and including when?
class-record-follow-up = When do you look at it again?
class-record-answered = How many took part?
class-record-tallies = Answers of the class
class-record-because = Why does the agreement end?
class-record-words = What has come of it?
class-record-follow = We have looked at it again
class-record-end = End the agreement
class-record-end-note = The agreement stays, so that everybody can see what held.
class-record-end-save = End the agreement
class-record-ended-by = Ended. { $who }
class-record-due = Looked at again { $on }
class-record-save = Save
class-record-back = Back to the class as a community
class-record-sums-hint = Write how many answered what. A question that at least { $least } have answered can be kept; one that was not asked stays empty.
class-record-own-question = The class’s own question
class-record-yes = Yes
class-record-partly = A bit of both
class-record-no = No
class-record-sums = { $yes } yes, { $partly } a bit of both, { $no } no
class-record-sums-few = too few answers to show
class-record-sums-none = not asked
class-record-slips = The questions on paper
class-record-slips-lead = Print the page, one for each pupil. Add the answers up, write down the sums of the class, and throw the papers away: no single answer is to be kept.
class-record-slip-text = Do not write your name. One cross for each question, or leave it out.
class-record-slip-proposal = Something you think we should try in the class:
done-class-record-kept = It has been written down.
done-class-record-followed = It has been written down.
done-class-record-ended = The agreement has ended and stays to be read.
