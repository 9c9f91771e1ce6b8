/** Operations read their forms as the triggers do; what is particular to an operation is not here. */
export * from '../forms/parameters';
