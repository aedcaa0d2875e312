-- +goose Up
-- Each version of each line of the directory stays beside the newest, so that a
-- change says who, when and what was before, and can be taken back. And links
-- that let somebody in once, without signing in.
create table directory_past (
  kind    text   not null,
  id      text   not null,
  version bigint not null,
  org     text   not null,
  at      bigint not null, -- 0: written before versions were kept
  who     text   not null, -- user or client; empty is the house
  body    text   not null,
  primary key (kind, id, version)
) {{norowid}};
create index directory_past_org on directory_past (org, version); -- Past, of an organization
insert into directory_past (kind, id, version, org, at, who, body) select kind, id, version, org, 0, '', body from directory;

create table links (
  token text   primary key, -- hashed
  kind  text   not null,    -- invitation
  who   text   not null,    -- whom it lets in
  made  bigint not null,    -- machine's clock
  ends  bigint not null,
  used  bigint not null     -- 0 is not yet
) {{norowid}};
create index links_who on links (kind, who);

-- What was before only grows, whoever asks.
{{sqlite}}
-- +goose StatementBegin
create trigger directory_past_update before update on directory_past begin select raise(abort, 'what was set up only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger directory_past_delete before delete on directory_past begin select raise(abort, 'what was set up only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger directory_past_again before insert on directory_past when exists (select 1 from directory_past where kind = new.kind and id = new.id and version = new.version) begin select raise(abort, 'what was set up only grows'); end;
-- +goose StatementEnd
{{end}}
{{postgres}}
create trigger directory_past_grows before update or delete or truncate on directory_past for each statement execute function only_grows();
{{end}}
