create table enterprise (
  code text not null,
  commune_code text not null,
  name_vi text not null,
  name_en text not null,
  search_key text not null,
  name_sort_key text not null,
  kind text not null check (kind in ('ENTERPRISE', 'COOPERATIVE')),
  primary key (code)
);

create index enterprise_commune on enterprise (commune_code, code);

create table worker_training (
  enterprise_code text not null references enterprise (code),
  pseudonym text not null check (length(pseudonym) = 43),
  completed_on date,
  primary key (enterprise_code, pseudonym)
);

create index worker_training_person on worker_training (pseudonym);
