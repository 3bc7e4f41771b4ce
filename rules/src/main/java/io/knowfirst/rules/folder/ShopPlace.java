package io.knowfirst.rules.folder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A place of the shop's own, such as a store.
 *
 * @param latitude in degrees, north is above 0
 * @param longitude in degrees, east is above 0
 */
public record ShopPlace(double latitude, double longitude) {
  private static final int MOST = 500;
  private static final double EARTH_KM = 6_371.009;
  private static final double NORTH = 90;
  private static final double EAST = 180;

  /** How far it is from there along the surface, in kilometres to one decimal. */
  public double kilometresTo(double latitude, double longitude) {
    double up = Math.toRadians(latitude - this.latitude) / 2;
    double along = Math.toRadians(longitude - this.longitude) / 2;
    double root =
        Math.sin(up) * Math.sin(up)
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(this.latitude))
                * Math.sin(along)
                * Math.sin(along);
    double km = 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(root)));
    return Math.round(km * 10) / 10.0;
  }

  /** Reads {@code places} of shop.yaml. */
  static Map<String, ShopPlace> read(YamlTable shop) {
    var places = new LinkedHashMap<String, ShopPlace>();
    shop.table("places")
        .ifPresent(
            table -> {
              for (var name : table.all().keySet()) {
                table.table(name).ifPresent(one -> places.put(name, place(one)));
              }
              if (places.size() > MOST) {
                shop.error(
                    "places",
                    "KF004",
                    "places holds %d, expected at most %d. Maybe leave out those that no rule asks about."
                        .formatted(places.size(), MOST));
              }
            });
    return places;
  }

  private static ShopPlace place(YamlTable table) {
    var latitude = table.decimal("latitude", -NORTH, NORTH, null);
    var longitude = table.decimal("longitude", -EAST, EAST, null);
    if (latitude == null || longitude == null) {
      table.error(
          null,
          "KF003",
          "latitude and longitude are missing or no degrees, expected both. Maybe {latitude: 51.34, longitude: 12.37}.");
    }
    table.refuseOthers();
    return new ShopPlace(latitude == null ? 0 : latitude, longitude == null ? 0 : longitude);
  }
}
