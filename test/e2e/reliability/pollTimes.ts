/** n8n polls once a minute at most, at each of the times that a trigger has. */
export const EVERY_TWO_SECONDS = Array.from({ length: 30 }, (_, index) => ({
	mode: 'custom',
	cronExpression: `${index * 2} * * * * *`,
}));
