/** Ends a run with one line that people and build servers read alike: `N passed, N failed, N skipped`. */
class ClosingLine {
	onRunComplete(_contexts, results) {
		const skipped = results.numPendingTests + results.numTodoTests;
		// A file that does not even load has no test to count, but it has failed.
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		process.stdout.write(
			`\n${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`,
		);
	}
}

module.exports = ClosingLine;
