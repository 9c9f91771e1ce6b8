import { codeProblem } from '../../../nodes/Bitrix24/automation/ruleCode';

describe('the code of a rule', () => {
	it.each(['check', 'Check.Limit-2_b', '7', '00', 'a'.repeat(128)])('may be %s', (code) => {
		expect(codeProblem(code)).toBeUndefined();
	});

	it.each([
		['', 'The code is empty.'],
		['0', 'The code is empty.'],
		['check limit', 'Bitrix24 does not accept: a space'],
		['check/limit', 'Bitrix24 does not accept: "/"'],
		['prüfen', 'Bitrix24 does not accept: "ü"'],
		['\u212Aey', 'Bitrix24 does not accept: "\u212A"'],
		['check\u200B', 'an invisible character (U+200B)'],
		['check\n', 'a line break'],
		['a'.repeat(129), 'has 129 characters; Bitrix24 keeps 128'],
	])('cannot be %j', (code, message) => {
		const problem = codeProblem(code);
		expect(problem?.message).toContain(message);
		expect(problem?.advice).toMatch(/^Use .+\.$/);
	});
});
