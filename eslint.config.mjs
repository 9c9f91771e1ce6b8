import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Our own rules for all code; n8n's gate has its own run, see scripts/verification.ts. */
export default defineConfig(
	{ ignores: ['dist/', 'coverage/', 'node_modules/'] },
	{
		files: ['**/*.{ts,mts}'],
		extends: [tseslint.configs.strictTypeChecked],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			eqeqeq: ['error', 'always'],
			'max-lines': ['error', { max: 260, skipComments: true }],
			'no-console': 'error',
		},
	},
	{
		// Tables of cases grow long without growing complicated.
		files: ['test/**/*.ts'],
		rules: { 'max-lines': ['error', { max: 300, skipComments: true }] },
	},
	{
		files: ['**/*.{js,mjs}'],
		languageOptions: { globals: globals.node },
	},
);
