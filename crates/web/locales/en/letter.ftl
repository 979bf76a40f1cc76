# Letters. A letter itself is always in Danish; so are the words that are printed in it.
letter = Letter
letter-lead = A draft for “{ $about }”. Nærvær sends nothing: read it, fetch it, and send it the way you do. The letter is in Danish.
letter-write = Change or add
letter-write-note = What you write here goes into the letter and is not kept.
letter-recipient = Recipient
letter-recipient-hint = One line each. Write no address if anybody in the family has name and address protection.
letter-contact = Whom the family can reach
letter-contact-hint = One line each, such as name and telephone.
letter-suggested = Suggested times and places
letter-suggested-hint = One line for each suggestion.
letter-heard = Talks with the family
letter-heard-hint = One line each: who, colon, when and how.
letter-done = What the school has done
letter-done-hint = One line for each thing. What you wrote at the duties stands here already.
letter-circumstances = Circumstances that may matter
letter-circumstances-hint = Only what is needed. Write no diagnosis.
letter-signed-name = Signed by
letter-signed-role = Title
letter-reference = Case number
letter-again = Show the letter again
letter-fetch = Fetch as PDF
letter-back = Back to the pupil
letter-looks = What the letter looks like
letter-text = Read the letter as text
letter-picture = { $pages ->
    [one] The letter on one page as it is printed. The same stands as text above.
   *[other] The letter on { $pages } pages as it is printed. The same stands as text above.
}
letter-parents-of = the parents of { $name }
letter-council = The municipal council
letter-leader = school leader
letter-counted-one = Absence is noted once a day. A note counts as a whole day.
letter-counted-half = Absence is noted at the start and the end of the day. Each note counts as half a day.
letter-counted-any = Absence is noted at the start and the end of the day. Absence at either counts as a whole day.
letter-counted-start = Absence is noted at the start and the end of the day. Only the start counts, as a whole day.
letter-counted-both = Absence is noted at the start and the end of the day. A day counts only with absence at both.
