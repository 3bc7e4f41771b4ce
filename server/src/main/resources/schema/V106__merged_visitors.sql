-- Known visitors that an integrator merged into another, with the ids that moved with each; an undo gives them back.
-- In `alias` such ids lead to the visitor that the merge names: its rows change by merges and their undo alone.
create table merged_visitor (
  anonymous text        not null,
  other     text        not null,
  visitor   text        not null,
  at        timestamptz not null,
  primary key (anonymous, other)
);
create index merged_visitor_other on merged_visitor (other);
create index merged_visitor_visitor on merged_visitor (visitor);
