// ESM, no fake timers, no module mocks: worlds are built, not patched.
export default {
  testEnvironment: '<rootDir>/scripts/jest-environment.cjs',
  globalSetup: '<rootDir>/scripts/say-skipped.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // The tests are about our words: whoever has words of their own is told of those by test/scripts/mail/overrides.test.ts.
  moduleNameMapper: { '/compiled/overrides\\.json$': '<rootDir>/test/fixtures/no-overrides.json' },
  testTimeout: 60_000,
  maxWorkers: 3,
  injectGlobals: true,
};
