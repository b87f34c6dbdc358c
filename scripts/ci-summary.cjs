/* Prints the one line a build reads, from jest's JSON result. Plain old JavaScript: it must run on any Node.
   Usage: node ci-summary.cjs <file>. A suite that could not even load counts as one failure. */
var fs = require('fs');

function count(file) {
  try {
    var result = JSON.parse(fs.readFileSync(file, 'utf8'));
    var broken = Number(result.numRuntimeErrorTestSuites) || 0;
    return { passed: Number(result.numPassedTests) || 0, failed: (Number(result.numFailedTests) || 0) + broken };
  } catch (_error) {
    return { passed: 0, failed: 1 };
  }
}

var figures = count(process.argv[2]);
console.log(`${figures.passed} passed, ${figures.failed} failed`);
process.exitCode = figures.failed > 0 ? 1 : 0;
