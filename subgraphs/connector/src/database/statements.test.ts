import { describe, expect, test } from '@jest/globals';
import { mysqlForm } from './mysql.js';
import { postgresForm } from './postgresql.js';
import { sqlServerForm } from './sql-server.js';
import { columnsStatement, emptyStatement, pageStatement } from './statements.js';

const page = { view: 'danh_ba.hội viên', columns: ['Mã', 'x"`]'], key: ['Mã', 'n'], limit: 3 };

describe('the rows after a key are asked for', () => {
  test('in PostgreSQL, by comparing rows', () => {
    expect(pageStatement(postgresForm, { ...page, after: ['A', '2'] })).toEqual({
      sql: 'select "Mã", "x""`]" from "danh_ba"."hội viên" where ("Mã", "n") > ($1, $2) order by "Mã", "n" limit 3',
      values: ['A', '2'],
    });
  });

  test('in MySQL, column by column', () => {
    expect(pageStatement(mysqlForm, { ...page, after: ['A', '2'] })).toEqual({
      sql: 'select `Mã`, `x"``]` from `danh_ba`.`hội viên` where ((`Mã` > ?) or (`Mã` = ? and `n` > ?)) order by `Mã`, `n` limit 3',
      values: ['A', 'A', '2'],
    });
  });

  test('in SQL Server, with the number of rows before the columns', () => {
    expect(pageStatement(sqlServerForm, { ...page, after: ['A', '2'] })).toEqual({
      sql: 'select top 3 [Mã], [x"`]]] from [danh_ba].[hội viên] where (([Mã] > @p1) or ([Mã] = @p2 and [n] > @p3)) order by [Mã], [n]',
      values: ['A', 'A', '2'],
    });
  });

  test('from the first one on, and by a key of one column', () => {
    expect(pageStatement(postgresForm, { ...page, after: undefined }).values).toEqual([]);
    expect(pageStatement(mysqlForm, { ...page, key: ['n'], after: ['2'] }).sql).toContain('where `n` > ? order by `n`');
  });
});

test('a view is asked for its columns without a row, and for a row without a key', () => {
  expect(columnsStatement(sqlServerForm, 'v')).toBe('select top 0 * from [v]');
  expect(columnsStatement(mysqlForm, 'v')).toBe('select * from `v` limit 0');
  expect(emptyStatement(postgresForm, 'v', ['a', 'b'])).toBe(
    'select 1 as found from "v" where "a" is null or "b" is null limit 1',
  );
});
