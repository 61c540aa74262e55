import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PROVIDER_STEPS, type ProviderStep } from '../provider-test.js';

export class ProviderStepResponse {
  @ApiProperty({ enum: PROVIDER_STEPS })
  step: ProviderStep['step'];

  @ApiPropertyOptional({ description: 'Absent where it could not be found out.' })
  passed?: boolean;

  @ApiProperty()
  detail: string;
}

export class ProviderTestResponse {
  @ApiProperty({ description: 'Whether no step failed.' })
  passed: boolean;

  @ApiProperty({
    type: [ProviderStepResponse],
    description: 'In the order in which they were taken.',
  })
  steps: readonly ProviderStepResponse[];

  constructor(steps: readonly ProviderStep[]) {
    this.passed = steps.every((step) => step.passed !== false);
    this.steps = steps;
  }
}
