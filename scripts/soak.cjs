/* The large fault run: as many lives as asked for (npm run soak -- 5000), 3,000 without a number. Not part of CI. */
var lives = process.argv[2] || '3000';
if (!/^[1-9]\d*$/.test(lives)) {
  process.stderr.write('soak takes a number of lives, got "' + lives + '": npm run soak -- 5000\n');
  process.exit(2);
}
var result = require('child_process').spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', 'test/faults/lives', '--testTimeout=7200000'],
  { stdio: 'inherit', env: Object.assign({}, process.env, { LIVES: lives }) }
);
process.exit(result.status === null ? 1 : result.status);
