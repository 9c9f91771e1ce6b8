const os = require('node:os');

/** @type {import('jest').Config} */
const shared = {
	testEnvironment: 'node',
	transform: {
		'\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
	// The few dependencies that exist as ES modules alone.
	transformIgnorePatterns: ['/node_modules/(?!(get-port|qs-esm)/)'],
};

module.exports = {
	// Tests in a real n8n mostly wait for it: two at once, also on two cores.
	maxWorkers: Math.max(2, os.availableParallelism() - 1),
	reporters: ['default', '<rootDir>/test/closingLine.js'],
	projects: [
		{ ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
		{
			...shared,
			displayName: 'integration',
			testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
		},
		{ ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
	],
};
