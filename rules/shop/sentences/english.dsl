# What rules can be written in, a sentence to a line. {gaps} are filled by the rule's author.
# A line that begins with a dash adds to the one above it.
[when]The visitor bought {category} within {days} days=Bought(category == "{category}", daysAgo <= {days})
[when]The visitor has not bought {category} within {days} days=not Bought(category == "{category}", daysAgo <= {days})
[when]The visitor ever bought {category}=Bought(category == "{category}")
[when]The visitor looked at {category} within {days} days=Viewed(category == "{category}", daysAgo <= {days})
[when]The visitor looked at {number} different products of {category} within {days} days=Viewed(category == "{category}", products({days}) >= {number})
[when]The visitor looked at {category} {number} times within {days} days=Viewed(category == "{category}", times({days}) >= {number})
[when]The cart holds {category}=InCart(category == "{category}")
[when]The cart holds no {category}=not InCart(category == "{category}")
[when]The visitor searched for {term}=Searched(term == "{term}")
[when]The visitor has an interest in {category} of at least {score} points=Interest(kind == "category", value == "{category}", score >= {score})
[when]The visitor's favourite brand is {brand}=Interest(kind == "brand", value == "{brand}", rank == 1)
[when]The visitor's favourite colour is {colour}=Interest(kind == "colour", value == "{colour}", rank == 1)
[when]The visitor was shown {campaign} {number} times within {days} days=Shown(campaign == "{campaign}", times({days}) >= {number})
[when]The visitor was not shown {campaign} within {days} days=not Shown(campaign == "{campaign}", daysAgo <= {days})
[when]The visitor followed {campaign} within {days} days=Clicked(campaign == "{campaign}", daysAgo <= {days})
[when]The visitor has not followed {campaign} within {days} days=not Clicked(campaign == "{campaign}", daysAgo <= {days})
[when]The visitor ordered after {campaign} within {days} days=Converted(campaign == "{campaign}", daysAgo <= {days})
[when]The visitor responded to {campaign} over {channel} within {days} days=Responded(campaign == "{campaign}", channel == "{channel}", daysAgo <= {days})
[when]The visitor has not responded to {campaign} within {days} days=not Responded(campaign == "{campaign}", daysAgo <= {days})
[when]The visitor would respond over {channel} with a probability of {probability}=PreferredChannel(channel == "{channel}", probability >= {probability})
[when]The visitor followed links of our e-mails {number} times=Email(clicks >= {number})
[when]The visitor did {event} where {property} is {value} within {days} days=Did(event == "{event}", property("{property}") == "{value}", daysAgo <= {days})
[when]The visitor opened the e-mail {mailing} within {days} days=Did(event == "Email Opened", property("campaign") == "{mailing}", daysAgo <= {days})
[when]The visitor came {number} times within {days} days=Visitor(visits({days}) >= {number})
[when]The visitor mostly comes between {from} and {until} o'clock=Habit(hour >= {from}, hour < {until}, hourShare >= 0.5)
[when]The visitor mostly uses a {type}=Habit(device == "{type}", deviceShare >= 0.6)
[when]The visitor gave a product {number} stars or fewer within {days} days=Did(event == "Product Rated", number("rating") <= {number}, daysAgo <= {days})
[when]Many view the product {product} now=Trending(kind == "product", value == "{product}", lift >= 2)
[when]Many search for {term} now=Trending(kind == "search", value == "{term}", lift >= 2)
[when]The visitor viewed the product {product} {number} times=ViewedProduct(product == "{product}", times >= {number})
[when]The visitor viewed {number} products on this visit=Visit(products >= {number})
[when]The visitor searched {number} times on this visit=Visit(searches >= {number})
[when]The visitor was away for {days} days=Visitor(daysSinceLastVisit >= {days})
[when]The customer is expected to spend {amount} within a year=Value(forecast >= {amount})
[when]The customer will order within {days} days with a probability of {probability}=Value(chance({days}) >= {probability})
[when]The customer has probably left=Value(churn > 0.5)
[when]The trait {trait} of the visitor is {value}=Trait(name == "{trait}", value == "{value}")
[when]The trait {trait} of the visitor comes to {number} or more=Trait(name == "{trait}", number >= {number})
[when]The visitor has granted {purpose}=Consent(purpose == "{purpose}")
[when]The visitor has not granted {purpose}=not Consent(purpose == "{purpose}")
[when]The trigger is about a product=Triggered(product != null)
[when]The visitor is one of the {segment}=Member(segment == "{segment}")
[when]The visitor is none of the {segment}=not Member(segment == "{segment}")
[when]The visitor is in the campaign {campaign}=InCampaign(campaign == "{campaign}")
[when]The visitor is in no step of the campaign {campaign}=not InCampaign(campaign == "{campaign}")
[when]The visitor is in the campaign {campaign} at {step} for at least {days} days=InCampaign(campaign == "{campaign}", step == "{step}", daysAgo >= {days})
[when]The visitor is on a {type} page=Page(type == "{type}")
[when]The visitor is on a page of {category}=Browsing(category == "{category}")
[when]The visitor is in {city}=Place(city == "{city}")
[when]The visitor is within {number} km of {place}=Nearby(place == "{place}", kilometres <= {number})
[when]The visitor reads {language}=Locale(language == "{language}")
[when]The visitor comes from {source}=Arrival(source == "{source}")
[when]The visitor uses a {type}=Device(type == "{type}")
[when]It is at most {days} days until {occasion}=Occasion(name == "{occasion}", days <= {days})
[when]The weather is {condition}=Weather(condition == "{condition}")
[when]It is between {from} and {until} o'clock=Moment(hour >= {from}, hour < {until})
[when]- at least {number} times=times >= {number}
[when]- of brand {brand}=brand == "{brand}"
[when]- in size {size}=size == "{size}"
[when]- for more than {amount}=price > {amount}
[when]- and it is growing=trend > 0
[when]- on one of at least {number} visits in {days} days=visitor.visits({days}) >= {number}
[then]They belong to the {segment}=insert(new Member("{segment}"));
[then]Show {campaign}=insert(new Offer("{campaign}"));
[then]Show {content} of {campaign}=insert(new Offer("{campaign}", "{content}"));
[word]jeans=apparel.trousers.jeans
[word]chinos=apparel.trousers.chinos
[word]trousers=apparel.trousers
[word]shoes=apparel.shoes
[word]notebooks=computers.notebook
[word]drills=construction.tools.drill
[word]golf equipment=sport.golf
