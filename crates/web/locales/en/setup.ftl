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
