import { posix } from 'node:path';

import ts from 'typescript';

/** One import, export from, require or dynamic import of a source file. */
export interface Import {
	readonly from: string;
	/** Whether it vanishes when the source is compiled. */
	readonly typeOnly: boolean;
}

/** Packages that the published code may use. */
const PACKAGES = new Set(['n8n-workflow', 'node:crypto']);

/** What each layer may import besides itself; `types` means its types alone. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, 'all' | 'types'>>>> = {
	node: { actions: 'all', triggers: 'all', methods: 'all' },
	actions: { rest: 'all', events: 'all', automation: 'all', forms: 'all', values: 'all' },
	triggers: { rest: 'all', events: 'all', automation: 'all', forms: 'all', values: 'all' },
	methods: { rest: 'all', events: 'all', values: 'all' },
	events: { rest: 'types', values: 'all' },
	automation: { rest: 'types', forms: 'all', values: 'all' },
	forms: { values: 'all' },
	rest: { values: 'all' },
	values: {},
	credentials: {},
};

/** The imports of a TypeScript source, wherever in it they stand. */
export function importsOf(source: string): Import[] {
	const found: Import[] = [];
	const add = (name: ts.Node | undefined, typeOnly: boolean) => {
		if (name === undefined) return;
		found.push({ from: ts.isStringLiteralLike(name) ? name.text : name.getText(), typeOnly });
	};
	const visit = (part: ts.Node): void => {
		if (ts.isImportDeclaration(part)) add(part.moduleSpecifier, isTypeImport(part));
		if (ts.isExportDeclaration(part)) add(part.moduleSpecifier, part.isTypeOnly);
		if (ts.isImportTypeNode(part))
			add(ts.isLiteralTypeNode(part.argument) ? part.argument.literal : part.argument, true);
		if (ts.isExternalModuleReference(part)) add(part.expression, false);
		if (ts.isCallExpression(part) && isModuleCall(part)) add(part.arguments[0], false);
		ts.forEachChild(part, visit);
	};
	visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
	return found;
}

/**
 * What a file imports against the directions of the layers (design: nodes → actions, triggers,
 * methods → rest, events, automation, forms → values).
 *
 * @param path the file from the repository's root, with slashes
 */
export function violations(path: string, imports: readonly Import[]): string[] {
	const own = layerOf(path);
	if (own === undefined) return [`${path} belongs to no layer`];
	return imports.flatMap(({ from, typeOnly }) => {
		if (!from.startsWith('.')) return PACKAGES.has(from) ? [] : [`${path} imports ${from}`];
		const target = posix.join(posix.dirname(path), from);
		const layer = layerOf(target);
		const allowed = layer === undefined ? undefined : layer === own ? 'all' : ALLOWED[own]?.[layer];
		if (allowed === 'all' || (allowed === 'types' && typeOnly)) return [];
		return [`${path} imports ${target}`];
	});
}

function layerOf(path: string): string | undefined {
	if (/^credentials\/[^/]+$/.test(path)) return 'credentials';
	if (/^nodes\/[^/]+\/[^/]+\.node(\.ts)?$/.test(path)) return 'node';
	const [, folder = ''] = /^nodes\/[^/]+\/([^/]+)(?:\/|$)/.exec(path) ?? [];
	return folder !== 'node' && folder !== 'credentials' && folder in ALLOWED ? folder : undefined;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
	if (importClause === undefined) return false;
	if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
	const { name, namedBindings } = importClause;
	if (name !== undefined || namedBindings === undefined) return false;
	if (ts.isNamespaceImport(namedBindings)) return false;
	return namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function isModuleCall({ expression }: ts.CallExpression): boolean {
	if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
	return ts.isIdentifier(expression) && expression.text === 'require';
}
