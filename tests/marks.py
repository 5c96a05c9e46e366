"""Outputs with marks, as hypothesis draws them."""

from hypothesis import strategies as st

from gangsheet_studio.model.output import Cut, Label, Output

labels = st.builds(
    Label,
    place=st.sampled_from(["below", "beside"]),
    each=st.sampled_from(["copy", "order"]),
    height=st.sampled_from([0.08, 0.12, 0.4]),
    qr=st.booleans(),
)
outputs = st.builds(
    Output,
    format=st.just("pdf"),
    mirror=st.booleans(),
    cut=st.none() | st.builds(Cut, offset=st.sampled_from([0.0, 0.08])),
    label=st.none() | labels,
    crop_marks=st.booleans(),
    registration=st.booleans(),
    header=st.booleans(),
)
