-- +goose Up
-- A loop's version, as other systems read it, counts the entries that show
-- (referral.Shows), not all of them.
alter table referrals add column shown    bigint not null default 0; -- entries that have shown so far
alter table referrals add column shown_at bigint not null default 0; -- when the newest of them was learned of
alter table resources add column shown    bigint not null default 0; -- of the referral, when it was written

update referrals set
 shown = (select count(*) from entries e where e.referral = referrals.id and e.kind not in ('delivery-failed', 'handed-on', 'new-facts', 'authorization', 'claimed', 'released',
  'attached', 'detached', 'messaged', 'callback-set', 'reassigned', 'escalated', 'proposed', 'proposal-refused', 'asserted', 'recomputed')),
 shown_at = coalesce((select max(e.noted) from entries e where e.referral = referrals.id and e.kind not in ('delivery-failed', 'handed-on', 'new-facts', 'authorization', 'claimed', 'released',
  'attached', 'detached', 'messaged', 'callback-set', 'reassigned', 'escalated', 'proposed', 'proposal-refused', 'asserted', 'recomputed')), 0);

update resources set shown = (select count(*) from entries e where e.referral = resources.referral and e.seq <= resources.seq and e.kind not in ('delivery-failed', 'handed-on', 'new-facts', 'authorization',
 'claimed', 'released', 'attached', 'detached', 'messaged', 'callback-set', 'reassigned', 'escalated', 'proposed', 'proposal-refused', 'asserted', 'recomputed'))
 where referral <> '';
