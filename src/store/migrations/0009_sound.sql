-- How each side of a call sounded: the estimate of ITU-T G.107 in hundredths, the packets lost in a million, the jitter
-- in microseconds. NULL: not known.
ALTER TABLE interactions ADD COLUMN sound_customer_mos_x100 BIGINT;
ALTER TABLE interactions ADD COLUMN sound_customer_loss_ppm BIGINT;
ALTER TABLE interactions ADD COLUMN sound_customer_jitter_us BIGINT;
ALTER TABLE interactions ADD COLUMN sound_agent_mos_x100 BIGINT;
ALTER TABLE interactions ADD COLUMN sound_agent_loss_ppm BIGINT;
ALTER TABLE interactions ADD COLUMN sound_agent_jitter_us BIGINT;
