# Sentences of the shop of the test.
[when]The visitor bought {category} within {days} days=Bought(category == "{category}", daysAgo <= {days})
[when]The visitor looked at {category} within {days} days=Viewed(category == "{category}", daysAgo <= {days})
[when]The cart holds no {category}=not InCart(category == "{category}")
[when]Wenn der Besucher nach {wort} gesucht hat=Searched(term == "{wort}")
[when]- at least {number} times=times >= {number}
[when]- in {days} Tagen auf wenigstens {number} Besuchen=visitor.visits({days}) >= {number}
[then]They belong to the {segment}=insert(new Member("{segment}"));
[then]Dann gehört er zu {segment}=insert(new Member("{segment}"));
[word]coffee=food.coffee
[word]tea=food.tea
