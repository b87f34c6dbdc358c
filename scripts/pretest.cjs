/* Runs "npm ci" when the dependencies are missing, so that "npm test" is the only command a fresh clone needs. */
var fs = require('fs');
var path = require('path');
var root = path.join(__dirname, '..');
if (!fs.existsSync(path.join(root, 'node_modules', '.bin', 'jest'))) {
  var run = require('child_process').spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['inherit', 2, 2], shell: process.platform === 'win32' });
  if (run.status !== 0) process.exit(run.status === null ? 1 : run.status);
}
