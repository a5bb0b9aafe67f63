"""The server's pages are in no frame of another site. That they keep to its policy, every test here watches."""

from playwright.sync_api import Page

from browser.watch import Watch


def test_no_page_of_another_site_can_frame_ours(page: Page, live_address: str, watch: Watch):
    # The second says that nothing of ours is in the frame, not even what the fixture puts into every page.
    watch.announce("frame-ancestors", "'localStorage'")
    page.set_content(f"<iframe src='{live_address}'></iframe>")
    page.wait_for_load_state("networkidle")
    assert [frame.query_selector("#root") for frame in page.frames[1:]] == [None]
