import tseslint from 'typescript-eslint';

/** An import that would turn the direction organisation → kit → schema ← gateway round. */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.data/', '.stryker/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // type-graphql takes classes for what is plain data: types, arguments, resolvers.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['schema/src/**'], rules: forbid('@hub/*') },
  { files: ['subgraphs/kit/src/**'], rules: forbid('@hub/*', '!@hub/schema') },
  { files: ['gateway/src/**'], rules: forbid('@hub/*', '!@hub/schema') },
  // What an operation says, and what a supergraph says, depend on nothing; a plan, on both alone.
  { files: ['gateway/src/{operation,supergraph}/**'], rules: forbid('@hub/*', '!@hub/schema', '../*') },
  {
    files: ['gateway/src/planner/**'],
    ignores: ['**/*.test.ts', '**/search/**'],
    rules: forbid('@hub/*', '!@hub/schema', '../*', '!../operation', '!../supergraph'),
  },
  {
    files: ['gateway/src/planner/search/**'],
    ignores: ['**/*.test.ts'],
    rules: forbid('@hub/*', '!@hub/schema', '../../*', '!../../operation', '!../../supergraph'),
  },
  {
    files: ['subgraphs/*/src/**'],
    ignores: ['subgraphs/kit/src/**'],
    rules: {
      ...forbid('@hub/*', '!@hub/kit'),
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='toISOString'][callee.object.callee.name='Date'][callee.object.arguments.length=0]",
          message: 'The day is the province’s: dayInProvince(context.now()).',
        },
      ],
    },
  },
  {
    // A test reads deep into answers, whose shape it asserts.
    files: ['test/**', '**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
  // What measures is plain JavaScript, as it is run.
  {
    files: ['*.js', '**/*.mjs'],
    languageOptions: { parserOptions: { projectService: false } },
    ...tseslint.configs.disableTypeChecked,
  },
);
