-- Counting looks a visitor's exposures up, whatever the experiment.
create index exposure_visitor on exposure (visitor);
