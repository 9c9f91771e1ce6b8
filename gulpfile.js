const { dest, src } = require('gulp');

/** Copies into dist what tsc does not: the icons and the codex files beside the nodes. */
function copy() {
	return src(['{icons,nodes}/**/*.{svg,png}', 'nodes/**/*.node.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports.build = copy;
exports.default = copy;
