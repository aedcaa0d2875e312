-- +goose Up
-- What somebody shows at the door beside their password: the secret of their
-- codes. Their recovery codes are links.
create table factors (
  who    text   primary key,
  secret bytea  not null, -- sealed with the installation's key
  made   bigint not null, -- machine's clock
  proved bigint not null, -- when the first code of it was right; 0 is not yet
  step   bigint not null  -- the newest step a code was taken of: none is taken twice
) {{norowid}};
