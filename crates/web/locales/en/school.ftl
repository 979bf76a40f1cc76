schools-none = You have no schools today. Ask the municipality's administrator for a role if you should have one.
schools-name = School
schools-kind = Kind
schools-classes = Classes
schools-pupils = Pupils
school-facts = { $classes ->
    [one] { $classes } class
   *[other] { $classes } classes
}, { $pupils ->
    [one] { $pupils } pupil
   *[other] { $pupils } pupils
}
school-look = { $count ->
    [0] No pupils are on the list for a look today.
    [one] 1 pupil is on the list for a look today.
   *[other] { $count } pupils are on the list for a look today.
}
school-look-see = Go to the review
school-classes = Classes
school-classes-none = The school has no classes this school year. They are set up under Setup.
school-class = Class
school-noted = Today
school-noted-yes = Noted
school-noted-no = Not noted yet
school-noted-unasked = –
search-how = Write at least two letters of a given or family name in the field at the top.
search-none = No pupils you have access to are called anything with “{ $asked }”.
search-found = { $count ->
    [one] Found 1 pupil with “{ $asked }”.
   *[other] Found { $count } pupils with “{ $asked }”.
}
search-more = There are more. Write more of the name.
search-how-cases = Write one or more words to find what stands in the cases you have access to.
search-pupils-found = Pupils
search-cases = In your cases
search-cases-none = Nowhere in the cases you have access to stands “{ $asked }”.
search-cases-more = There are more places. Write another word.
search-concerns = In concerns
search-concerns-none = Nowhere in the concerns you have access to stands “{ $asked }”.
search-concern-raised = Concern
search-concern-added = Added
search-concern-answered = Answer
search-concern-reopened = Taken up again
school-class-signs = Classes as a whole
school-class-signs-wait = { $count ->
    [one] 1 more sign of a class waits: one new a month is shown here at most. It stands on the class's own page.
   *[other] { $count } more signs of classes wait: one new a month is shown here at most. They stand on the classes' own pages.
}
search-cases-unsure = Cases have not been searched: that asks for one more proof than the password.
