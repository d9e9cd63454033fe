// Answers of tools are held against the schemas that the tools tell. These are compiled when a tool is called first: most
// are not called in a run.
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv-provider.js';
import type {
  JsonSchemaType,
  JsonSchemaValidator,
  jsonSchemaValidator,
} from '@modelcontextprotocol/sdk/validation/types.js';

export function lateValidation(): jsonSchemaValidator {
  let compiler: jsonSchemaValidator | null = null;
  return {
    getValidator<T>(schema: JsonSchemaType): JsonSchemaValidator<T> {
      let validate: JsonSchemaValidator<T> | null = null;
      return (input) => {
        compiler ??= new AjvJsonSchemaValidator();
        validate ??= compiler.getValidator<T>(schema);
        return validate(input);
      };
    },
  };
}
