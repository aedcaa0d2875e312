-- +goose Up
-- The ledger and the audit only grow: the database itself refuses to change or to
-- take away a line of them, whoever asks. On SQLite an insert that would replace a
-- line is refused too, and what waits in fresh leaves it only once it is in the
-- audit as it was.
{{sqlite}}
-- +goose StatementBegin
create trigger entries_update before update on entries begin select raise(abort, 'the ledger only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger entries_delete before delete on entries begin select raise(abort, 'the ledger only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger entries_again before insert on entries when exists (select 1 from entries where referral = new.referral and seq = new.seq) begin select raise(abort, 'the ledger only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_update before update on audit begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_delete before delete on audit begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_again before insert on audit when exists (select 1 from audit where id = new.id) begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger fresh_update before update on fresh begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger fresh_delete before delete on fresh when not exists (select 1 from audit a where a.id = old.id and a.recorded = old.recorded and a.who = old.who and a.org = old.org and a.action = old.action and a.kind = old.kind and a.referral = old.referral and a.seq = old.seq and a.object = old.object and a.patients = old.patients and a.n = old.n and a.outcome = old.outcome and a.more = old.more) begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger fresh_again before insert on fresh when exists (select 1 from fresh where id = new.id) begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_patients_update before update on audit_patients begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_patients_delete before delete on audit_patients begin select raise(abort, 'the audit only grows'); end;
-- +goose StatementEnd
{{end}}
{{postgres}}
-- +goose StatementBegin
create function only_grows() returns trigger language plpgsql as $$ begin raise exception '% only grows', tg_table_name; end $$;
-- +goose StatementEnd
create trigger entries_grows before update or delete or truncate on entries for each statement execute function only_grows();
create trigger audit_grows before update or delete or truncate on audit for each statement execute function only_grows();
create trigger audit_patients_grows before update or delete or truncate on audit_patients for each statement execute function only_grows();
{{end}}
