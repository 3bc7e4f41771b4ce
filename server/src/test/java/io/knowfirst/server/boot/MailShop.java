package io.knowfirst.server.boot;

import java.util.Map;

/** The small shop, which writes e-mails and letters too. */
final class MailShop {
  private MailShop() {}

  static Map<String, String> files() {
    var files = SmallShop.files();
    files.put(
        "placements.yaml",
        files.get("placements.yaml")
            + """
            - {id: teaser, channel: email}
            - {id: letter, channel: post}
            - {id: moment, channel: email}
            """);
    files.put(
        "campaigns/mail.yaml",
        """
        - {id: mail-jeans, style: automation, placements: [teaser, letter], contents: [mail], priority: 50, purpose: personalization, owner: me}
        - {id: answered, style: automation, placements: [hero], contents: [answered], priority: 90, purpose: personalization, owner: me}
        - {id: moment, style: automation, placements: [moment], contents: [mail], priority: 50, purpose: personalization, owner: me}
        - {id: product-moment, style: automation, placements: [moment], contents: [mail], priority: 40, purpose: personalization, owner: me}
        """);
    files.put("contents/mail.yaml", "headline: \"Hello {firstName|you}\"\n");
    files.put("contents/answered.yaml", "headline: Thank you\n");
    files.put(
        "campaigns/mail.drl",
        """
        package small.mail;
        import io.knowfirst.rules.facts.*;
        rule "Jeans buyers are written to"
            @campaign("mail-jeans") @owner("me")
        when
            Member(segment == "jeans-buyers")
        then
            insert(new Offer("mail-jeans"));
        end
        rule "Who answered an e-mail is thanked"
            @campaign("answered") @owner("me")
        when
            Responded(campaign == "mail-jeans", channel == "email")
        then
            insert(new Offer("answered"));
        end
        rule "Who wished for something is written to a second later"
            @campaign("moment") @owner("me") @trigger("1s after Wished")
        when
            Did(event == "Wished")
        then
            insert(new Offer("moment"));
        end
        rule "Who looked at something hears that it is back"
            @campaign("product-moment") @owner("me") @trigger("back in stock")
        when
            $news : Triggered(product != null)
        then
            insert(new Offer("product-moment").with("product", $news.product()));
        end
        """);
    return files;
  }
}
