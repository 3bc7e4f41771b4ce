-- What showing a campaign was measured to be worth by its holdout, per visitor to whom it is shown; of campaigns alone whose
-- worth is told from nothing.
create table campaign_value (
  campaign text             primary key,
  value    double precision not null,
  metric   text             not null,
  measured timestamptz      not null
);
