-- +goose Up
-- What another recipient calls the patient is not theirs: of a referral that went on,
-- who had it before was put in relation to the record of who came after.
delete from relations where kind = 'receiving' and referral in (select id from referrals where leg > 0)
  and patient <> (select r.patient from referrals r where r.id = relations.referral)
  and org <> (select p.org from patients p where p.id = relations.patient);
