import { located, text } from '../../forms/parameters';
import { InputError } from '../../values/problem';

/** @throws InputError for what is no id of a template; undefined where none is given */
export function optionalTemplateId(value: unknown): number | undefined {
	const given = text(located(value), 'Template').trim();
	if (given === '') return undefined;
	if (/^0*[1-9]\d{0,9}$/.test(given)) return Number(given);
	throw new InputError(
		`"${given}" is not the ID of a template.`,
		'Choose the template from the list, or give its numeric ID such as 12.',
	);
}

/** @throws InputError where no template is given, or what is no id of one */
export function templateId(value: unknown): number {
	const id = optionalTemplateId(value);
	if (id !== undefined) return id;
	throw new InputError(
		'No template is chosen.',
		'Choose one from the list, or give its numeric ID such as 12.',
	);
}
