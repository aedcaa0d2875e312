-- +goose Up
-- How it was safe to reach a patient, each time they said it. The newest stands
-- in their record; what they said before stays beside it.
create table safe_contacts (
  patient text   not null, -- the record of an organization
  version bigint not null, -- 1, 2, 3 …
  noted   bigint not null, -- when it came to this record
  org     text   not null, -- whose people asked
  who     text   not null, -- who asked; empty is the house
  body    text   not null,
  primary key (patient, version)
) {{norowid}};
{{sqlite}}
-- +goose StatementBegin
create trigger safe_contacts_update before update on safe_contacts begin select raise(abort, 'what was safe only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger safe_contacts_delete before delete on safe_contacts begin select raise(abort, 'what was safe only grows'); end;
-- +goose StatementEnd
{{end}}
{{postgres}}
create trigger safe_contacts_grows before update or delete or truncate on safe_contacts for each statement execute function only_grows();
{{end}}
