package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the shop wrote to or called a visitor, and what came back. A response belongs to the campaign
 * that it names, else to the newest contact on its channel within the {@value #DAYS} days before.
 */
public final class Outreach {
  /** How long after a contact a response may come, in days of 24 hours. */
  public static final int DAYS = 14;

  /** What stands between channel and campaign in the name of a touch. */
  public static final char BETWEEN = '/';

  private static final long WINDOW = DAYS * 86_400_000L;

  private final List<Touch> contacts;
  private final List<Touch> responses;

  private Outreach(List<Touch> contacts, List<Touch> responses) {
    this.contacts = contacts;
    this.responses = responses;
  }

  static Outreach of(History history) {
    return new Outreach(
        history.all(Touch.Kind.CONTACTED), history.all(Touch.Kind.RESPONDED)); // newest first
  }

  /** The name of a touch. */
  public static String name(String channel, String campaign) {
    return channel + BETWEEN + campaign;
  }

  static String channel(Touch touch) {
    return touch.name().substring(0, touch.name().indexOf(BETWEEN));
  }

  static String campaign(Touch touch) {
    return touch.name().substring(touch.name().indexOf(BETWEEN) + 1);
  }

  /** Newest first. */
  List<Touch> contacts() {
    return contacts;
  }

  /** Whether something came back on the contact's channel, about its campaign or none. */
  boolean isAnswered(Touch contact) {
    var campaign = campaign(contact);
    return responses.stream()
        .anyMatch(
            response ->
                response.at() >= contact.at()
                    && response.at() - contact.at() <= WINDOW
                    && isCounted(response)
                    && channel(response).equals(channel(contact))
                    && (campaign(response).isEmpty() || campaign(response).equals(campaign)));
  }

  /** Mail programs open e-mails by themselves, so an opening alone tells nothing of a person. */
  private static boolean isCounted(Touch response) {
    return !Behaviour.EMAIL_OPENED.equals(response.properties().get("event"));
  }

  List<Fact> responded(Visitor visitor, ShopClock clock, Keys keys) {
    if (responses.isEmpty() || !keys.any(Responded.class)) {
      return List.of();
    }
    var byName = new LinkedHashMap<String, List<Touch>>();
    for (var response : responses) {
      var campaign = campaign(response);
      var about = campaign.isEmpty() ? lastContact(response) : campaign;
      if (!about.isEmpty() && keys.asked(Responded.class, about)) {
        byName
            .computeIfAbsent(name(channel(response), about), n -> new ArrayList<>())
            .add(response);
      }
    }
    var facts = new ArrayList<Fact>(byName.size());
    for (Map.Entry<String, List<Touch>> one : byName.entrySet()) {
      int slash = one.getKey().indexOf(BETWEEN);
      facts.add(
          new Responded(
              one.getKey().substring(slash + 1),
              one.getKey().substring(0, slash),
              new Touches(one.getValue()),
              visitor,
              clock));
    }
    return facts;
  }

  private String lastContact(Touch response) {
    for (var contact : contacts) {
      if (contact.at() <= response.at() && channel(contact).equals(channel(response))) {
        return response.at() - contact.at() <= WINDOW ? campaign(contact) : "";
      }
    }
    return "";
  }
}
