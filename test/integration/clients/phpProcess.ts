/**
 * A real PHP 8.3, in WebAssembly, in a process of its own: it is loaded by a dynamic import, which
 * jest does not allow. Takes and answers messages of its parent; ends with the connection to it.
 */
import { getPHPLoaderModule } from '@php-wasm/node-8-3';
import { loadPHPRuntime, PHP } from '@php-wasm/universal';

/** Code that returns something, made from `$input`. */
export interface PhpQuestion {
	code: string;
	input: unknown;
}

/** What PHP returned, or its complaint: a warning is one too. */
export type PhpAnswer = { ok: true; output: unknown } | { ok: false; complaint: string };

const INPUT = '/tmp/input.json';

const loading = getPHPLoaderModule()
	.then((loader) => loadPHPRuntime(loader))
	.then((runtime) => new PHP(runtime));

process.on('message', (question: PhpQuestion) => {
	answer(question).then(
		(message) => process.send?.(message),
		(error: unknown) => process.send?.({ ok: false, complaint: String(error) }),
	);
});
process.on('disconnect', () => process.exit());

async function answer({ code, input }: PhpQuestion): Promise<PhpAnswer> {
	const php = await loading;
	php.writeFile(INPUT, JSON.stringify(input));
	const { stdoutText, stderrText } = await php.runStream({ code: program(code) });
	const [text, complaint] = await Promise.all([stdoutText, stderrText]);
	if (complaint !== '') return { ok: false, complaint };
	return { ok: true, output: JSON.parse(text) as unknown };
}

function program(code: string): string {
	return `<?php
	ini_set('display_errors', 'stderr');
	$input = json_decode(file_get_contents('${INPUT}'), true, 512, JSON_THROW_ON_ERROR);
	$output = (function ($input) { ${code} })($input);
	echo json_encode($output, JSON_THROW_ON_ERROR);`;
}
