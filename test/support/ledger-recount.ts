/** Counts the roll-ups of a ledger from its rows of people and occurrences. */
export const recount = `
  select coalesce(p.goal_code, a.goal_code) as goal, coalesce(p.commune_code, a.commune_code) as commune,
    coalesce(p.month, a.month) as month, coalesce(people, 0)::int as people, coalesce(occurrences, 0)::int as occurrences
  from (
    select goal_code, commune_code, month, count(*) as people from (
      select distinct on (goal_code, pseudonym) goal_code, commune_code, to_char(reached_on, 'YYYY-MM') as month
      from ledger_entry order by goal_code, pseudonym, reached_on, evidence) first
    group by 1, 2, 3) p
  full join (
    select goal_code, commune_code, to_char(occurred_on, 'YYYY-MM') as month, sum(occurrences) as occurrences
    from ledger_activity group by 1, 2, 3) a
  on (a.goal_code, a.commune_code, a.month) = (p.goal_code, p.commune_code, p.month)
  order by 1, 2, 3`;

/** Reads the stored roll-ups. */
export const rollUp = `
  select goal_code as goal, commune_code as commune, month, people, occurrences from ledger_month
  where people > 0 or occurrences > 0 order by 1, 2, 3`;
