-- ARGV: 1 expected grant id, 2 expected generation, 3-5 format, key id and document that must be
--       there, 6-8 those that take their place
if not is_version(ARGV[1], ARGV[2]) then
  return answer(false)
end
if row.fmt == ARGV[6] and row.key_id == ARGV[7] and row.ct == ARGV[8] then
  return answer(true)
end
if row.fmt ~= ARGV[3] or row.key_id ~= ARGV[4] or row.ct ~= ARGV[5] then
  return answer(false)
end

start({ fmt = ARGV[6], key_id = ARGV[7], ct = ARGV[8] })
return answer(true)
