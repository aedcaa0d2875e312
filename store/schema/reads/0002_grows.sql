-- +goose Up
-- What was read is not changed and not taken away: the database itself refuses.
-- What waits in fresh leaves it only once it is in the audit as it was.
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
