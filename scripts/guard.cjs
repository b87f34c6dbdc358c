/* Plain old JavaScript on purpose: it must run, and explain itself, on any Node. Usage: node guard.cjs [command args…] */
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    'Holdfast needs Node 24, this is ' + process.versions.node + ': run "npm ci" (it installs Node 24 into node_modules/.bin), then use the npm scripts\n'
  );
  process.exit(2);
}
var args = process.argv.slice(2);
if (args.length > 0) {
  var result = require('child_process').spawnSync(args[0], args.slice(1), { stdio: 'inherit' });
  process.exit(result.status === null ? 1 : result.status);
}
