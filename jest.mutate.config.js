import base from './jest.config.js';

// Mutants of the pure rules are hunted by the rules' own tables, not by the stories: seconds instead of hours.
export default {
  ...base,
  roots: ['recovery', 'billing', 'messaging'].map((folder) => `<rootDir>/test/lambdas/${folder}`),
  maxWorkers: 1,
};
