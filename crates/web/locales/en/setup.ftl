setup-lead = Here you set up what the municipality needs to begin. Take it from the top.
setup-calendars = School calendars
setup-calendars-text = Which days are school days: the days of the school year without holidays and closing days.
setup-calendars-stands = { $count ->
    [0] There are no calendars yet.
    [one] 1 calendar
   *[other] { $count } calendars
}
setup-schools = Schools
setup-schools-text = Name, kind, calendar, and who keeps the register.
setup-schools-stands = { $count ->
    [0] There are no schools yet.
    [one] 1 school
   *[other] { $count } schools
}
setup-classes = Classes
setup-classes-text = The classes of the school year, and what they were the year before.
setup-classes-stands = { $count ->
    [0] There are no classes yet.
    [one] 1 class in all school years
   *[other] { $count } classes in all school years
}
setup-import = Pupils and absence from files
setup-import-text = Rosters and absence from a CSV or Excel file. You see everything before anything is saved.
setup-import-stands = { $count ->
    [0] There are no pupils yet.
    [one] 1 pupil
   *[other] { $count } pupils
}
setup-staff = Staff and roles
setup-staff-text = Who may sign in, and which children they work with, from and to.
setup-staff-stands = { $count ->
    [one] 1 account
   *[other] { $count } accounts
}
setup-rules = The municipality's rules and choices
setup-rules-text = What the law leaves open, and the municipality's own limits for when you take a look.
setup-rollover = New school year
setup-rollover-text = Classes move up one grade and the pupils follow. You see everything first.
pages = Pages
pages-before = Previous page
pages-after = Next page
pages-of = Page { $page } of { $of }
staff-heading = Staff
staff-lead = An account gives no access by itself. The role does: where, from when and until when.
staff-name = Name
staff-roles-today = Roles today
staff-roles-none = None
staff-closed = The account is closed
staff-add = Make an account
staff-add-problems = The account has not been made
staff-first-password = First password
staff-name-missing = Write a name.
staff-problems = The change has not been saved
staff-roles = Roles
staff-roles-never = The account has no roles.
staff-role = Role
staff-role-where = Where
staff-role-everywhere = The whole municipality
staff-role-from = From
staff-role-to = To
staff-role-to-optional = To (may be left empty)
staff-role-still = Still
staff-role-end = End
staff-role-add = Give the role
staff-role-misplaced = That role cannot be given there. A teacher has a class; school leader, well-being contact, school social worker and PPR have a school; administrator and analyst have the whole municipality.
staff-role-backwards = The role would end before it begins.
staff-held-in-class = in a class
staff-held-at-school = at a school
staff-held-everywhere = in the whole municipality
staff-account = The account
staff-rename = Save the name
staff-password-set = Give a new password
staff-close = Close the account
staff-open = Open the account again
staff-close-self = You cannot close your own account. Ask another administrator.
done-staff-added = The account has been made. Give it a role so that it can be used.
done-staff-renamed = The name has been saved.
done-staff-password = The password has been changed and the account is signed out everywhere.
done-staff-closed = The account is closed and signed out.
done-staff-opened = The account is open again.
done-role-given = The role has been given.
done-role-ended = The role ends on that day.
calendars-in = School days in { $year }
calendars-name = Name of the calendar
calendars-name-hint = Choose one that exists to correct its days, or write a new name.
calendars-days = School days
calendars-span = From and to
calendars-no-days = No school days this school year
calendars-problems = There is something to look at
calendars-plan = This is how “{ $name }” will be
calendars-plan-days = { $count ->
    [one] 1 school day. Nothing is saved yet.
   *[other] { $count } school days. Nothing is saved yet.
}
calendars-write = Save the school days
calendars-make = The days of the school year
calendars-first = First school day
calendars-last = Last school day
calendars-closed = Holidays and closing days
calendars-closed-hint = One line each: from;to;name. Leave the first line as it is.
calendars-file = Or a file with holidays
calendars-file-hint = CSV, Excel or iCalendar (.ics). The file is used instead of the lines above.
calendars-preview = See the school days
calendars-name-missing = Write the name of the calendar.
calendars-span-wrong = The first school day must lie before the last.
calendars-empty = There are no school days left.
calendars-too-many = A quarter would get more than 64 school days. Are holidays missing?
done-calendar-put = The school days have been saved.
schools-calendar = Calendar
schools-register = The register is kept
schools-register-here = here in Nærvær
schools-register-imported = in another program and read in
schools-provision = Provision
provision-general = General education
provision-special-class = Special classes
provision-special-school = Special school
schools-form = About the school
schools-save = Save the school
schools-problems = The school has not been saved
schools-name-missing = Write the name of the school.
schools-name-taken = There is a school of that name already.
schools-calendar-first = First make a calendar:
done-school-put = The school has been saved.
classes-heading = Classes in { $year }
classes-years = School years
classes-none = No classes in the school year.
classes-was = { $name } (was { $before })
classes-add = Add a class
classes-name = Name of the class
classes-grade = Grade
classes-problems = The class has not been saved
classes-name-missing = Write the name of the class, for example 7.b.
classes-name-taken = The school has a class of that name in the school year already.
classes-grade-unknown = The grade must be from 0 to 10.
classes-schools-first = First make a school:
done-class-put = The class has been saved.
rollover-heading = From { $from } to { $to }
rollover-lead = Every class moves up one grade on 1 August, and the pupils follow. Pupils of grade 9 and 10 leave on 31 July. Nothing is saved yet.
rollover-none = All classes have moved. There is nothing more to do.
rollover-becomes = Becomes
rollover-leave = Leaves
rollover-write = Move the classes
done-rolled-over = The classes have moved to the new school year.
file-problems = The file has not been read
file-missing = Choose a file.
file-mapping = Saved columns
file-mapping-guess = Guess from the file
file-file = The file
file-hint = CSV or Excel with pupils or absence. At most 64 MB. Nothing is saved before you have seen it all.
file-busy = The file is being read. It may take a little while.
file-sending = The file is being sent. Stay on the page.
file-progress = This far
file-progress-text = You can go to another page meanwhile. The work goes on, and the file waits here for you.
file-progress-again = Look again
file-rows-of = { $done } of { $all } rows
file-step-reading = The file is being read
file-step-roster = Schools, classes and pupils are being found
file-step-comparing = The file is being held against what stands
file-step-writing = The rows are being written
file-step-finishing = All of it is being finished
file-failed = It did not succeed. Nothing was saved. Try again, and tell whoever runs the program if it goes on.
file-changed = You have changed something since you saw what would happen. Nothing was saved. Look through it again.
file-not-confirmed = Nothing was saved. The file changes so much that you must tick the box before you save.
file-read = Read the file
file-rows = { $rows } lines
file-preview = This is what will happen
file-errors = { $count ->
    [one] 1 error. Nothing can be saved before it is put right in the file or in the columns below.
   *[other] { $shown } errors. Nothing can be saved before they are put right in the file or in the columns below.
}
file-more = And { $count } more.
file-write = Save it all
file-check = Check whether columns and codes are guessed right.
file-columns = Columns
file-columns-more = More columns, if the file has them
file-codes = Codes
file-codes-text = Every code gets one of the law's three categories or another meaning. A code without a meaning is an error.
file-reach = What is not in the file
file-reach-says = The file is
file-reach-additions = additions: what is not in it stays
file-reach-complete = complete for some schools and days: what is not in it is removed there
file-reach-where = Schools and days a complete file is complete for
file-reach-hint = Leave the fields empty, and the file is complete for the schools and days it is about. A file can never remove anything for schools that keep their register here.
file-reach-schools = Schools
file-reach-no-school = a complete file must be complete for at least one school that is read in from another program
file-complete-for = The file is complete for { $schools }, { $days }. What is not in it is removed there.
file-reach-from = From
file-reach-to = To
file-reach-unread = a complete file must have a first and a last day, the first one first
file-month = Month, when the file is a month grid
file-mapping-name = Save the columns as
file-see = See what will happen
file-must-confirm = The file corrects or clears more than { $percent } % of what stands. Yes, that is meant.
file-line = line { $line }: { $what }
file-no-school = the school is not set up; add it or correct the name
file-no-grade = the grade is missing; write it in a column or at the beginning of the class's name
file-no-class = the class is missing
file-twice = the pupil is in another class on the same days, or twice in the same class; keep one line, or give each its own first and last day
file-no-pupil = the pupil is not known; read the roster in first or correct the line
file-cannot-stand = The rows cannot stand beside what is there, for example two classes at once.
field-none = not in the file
field-cpr = CPR number
field-pupil-id = The pupil's id in the other program
field-full-name = Full name
field-given-name = Given name
field-family-name = Family name
field-birth-date = Birth date
field-class = Class
field-school = School
field-grade = Grade
field-protected = Name and address protection
field-household = Household
field-date = Date
field-from = From
field-to = To
field-note = Start or end of the day
field-code = Code or word for the absence
field-minutes = Minutes
field-lesson = Lesson
field-lessons-missed = Lessons missed
field-lessons = Lessons that day
field-noted-by = Noted by
row-is = One line is
row-is-pupil = a pupil in a class
row-is-day = a pupil on a day
row-is-period = a pupil from one day to another
row-is-month = a pupil in a month, one letter a day
row-is-lesson = a pupil in a lesson
code-choose = Choose
meaning-late = came late
meaning-left-early = went early
meaning-present = present
meaning-ignore = says nothing about attendance
done-import = The file has been read in.
choices-lead = The law cannot be changed here. What you choose holds at once for all pages, and the history is kept.
choices-rules = See the rules
choices-on = Rules that are on
choices-save = Save the choices
done-rules-put = The choices have been saved and hold now.
setup-answers = Days to answer
setup-answers-text = How soon a concern and sparring must be answered.
answers-lead = When the days have passed without an answer, it stands at the top for those who are to answer.
answers-concern = A concern is answered within
answers-hint = Working days, from the day after; weekends and public holidays do not count.
answers-sparring = Sparring is given within
answers-save = Save the days
done-answers-put = The days have been saved. They count from now on.
